package wire

import "strings"

const mediaNamespace = "http://search.yahoo.com/mrss/"

// mediaImage is a media:thumbnail (Media RSS 1.5.1). Width and height are pixels.
type mediaImage struct {
	URL    string `xml:"url,attr"`
	Width  int    `xml:"width,attr,omitempty"`
	Height int    `xml:"height,attr,omitempty"`
}

// mediaContent is a media:content (Media RSS 1.5.1). A reader of photo feeds shows it, where it would only offer an enclosure for download.
type mediaContent struct {
	URL    string `xml:"url,attr"`
	Bytes  int64  `xml:"fileSize,attr,omitempty"`
	Type   string `xml:"type,attr"`
	Medium string `xml:"medium,attr"`
	Width  int    `xml:"width,attr,omitempty"`
	Height int    `xml:"height,attr,omitempty"`
}

// thumbnail is the picture that stands for an entry, nil when there is none.
func thumbnail(e *Entry) *mediaImage {
	if u := address(e.Image); u != "" {
		return &mediaImage{u, e.ImageWidth, e.ImageHeight}
	}
	return nil
}

// content is an enclosed picture, nil when something else or nothing is enclosed.
func content(e Enclosure) *mediaContent {
	u := address(e.URL)
	if u == "" || !strings.HasPrefix(e.Type, "image/") {
		return nil
	}
	return &mediaContent{u, e.Bytes, e.Type, "image", e.Width, e.Height}
}

// banner is the image of an entry when it is wide enough to stand above the text (JSON Feed 1.1, "banner_image").
func banner(e *Entry) string {
	const least = 600 // pixels
	if e.ImageWidth < least || e.ImageWidth < e.ImageHeight {
		return ""
	}
	return address(e.Image)
}
