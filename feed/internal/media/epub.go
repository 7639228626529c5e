package media

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"math"
	"path"
	"slices"
	"strings"
)

// maxPackageBytes bounds what is unpacked of container.xml and the package document: 1 MiB, a manifest of 8,000
// files. It bounds the directory of the zip file too.
const maxPackageBytes = 1 << 20

// metered is a file of which so many bytes can be read: a directory of a zip file takes eight times its size in memory.
type metered struct {
	*file
	left int
}

func (m *metered) ReadAt(p []byte, at int64) (int, error) {
	if m.left -= len(p); m.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return m.file.ReadAt(p, at)
}

// opf is the package document of a book, EPUB 3.3 section 5. Encoding/xml takes an element by its local name.
type opf struct {
	Titles       []string `xml:"metadata>title"`
	Creators     []string `xml:"metadata>creator"`
	Descriptions []string `xml:"metadata>description"`
	Dates        []string `xml:"metadata>date"`
	Metas        []struct {
		Name    string `xml:"name,attr"`
		Content string `xml:"content,attr"`
	} `xml:"metadata>meta"`
	Items []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
}

// readEPUB reads a book, EPUB 3.3: META-INF/container.xml names the package document, which has the rest.
func readEPUB(f *file, info *Info) bool {
	directory := &metered{f, maxPackageBytes}
	z, err := zip.NewReader(directory, f.size)
	directory.left = math.MaxInt
	if err != nil {
		return string(f.bytes(0, 4)) == "PK\x03\x04" && string(f.bytes(30, 28)) == "mimetype"+info.Type // damaged behind
	}
	var container struct {
		Files []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	b := unpack(z, "META-INF/container.xml", maxPackageBytes)
	if b == nil {
		return string(unpack(z, "mimetype", 64)) == info.Type
	}
	if xml.Unmarshal(b, &container) != nil || len(container.Files) == 0 {
		return true
	}
	name := container.Files[0].Path
	var book opf
	_ = xml.Unmarshal(unpack(z, name, maxPackageBytes), &book) // what was read before an error is good
	info.Title, info.Artist = firstOf(book.Titles), strings.Join(book.Creators[:min(len(book.Creators), 20)], ", ")
	info.Comment, info.Date = firstOf(book.Descriptions), firstOf(book.Dates)
	if href := book.cover(); href != "" {
		info.Cover = unpack(z, path.Join(path.Dir(name), href), maxCoverBytes)
	}
	return true
}

// cover returns where the cover is: the item with that property, section 5.5.2, or as in EPUB 2 the one that a meta element names.
func (book *opf) cover() string {
	id := ""
	for _, m := range book.Metas {
		if m.Name == "cover" {
			id = m.Content
		}
	}
	href := ""
	for _, item := range book.Items {
		if slices.Contains(strings.Fields(item.Properties), "cover-image") {
			return item.Href
		}
		if item.ID == id {
			href = item.Href
		}
	}
	return href
}

// unpack returns a file of at most max bytes, nil if there is none.
func unpack(z *zip.Reader, name string, max int64) []byte {
	for _, file := range z.File {
		if file.Name != name {
			continue
		}
		r, err := file.Open()
		if err != nil {
			return nil
		}
		b, err := io.ReadAll(io.LimitReader(r, max+1))
		_ = r.Close() // only read
		if err != nil || int64(len(b)) > max {
			return nil
		}
		return b
	}
	return nil
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
