package media

import (
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

func readGIF(f *file, info *Info) bool { return f.picture(info, gif.DecodeConfig, packets{}) }

func readJPEG(f *file, info *Info) bool { return f.picture(info, jpeg.DecodeConfig, f.jpegPackets()) }
func readPNG(f *file, info *Info) bool  { return f.picture(info, png.DecodeConfig, f.pngPackets()) }
func readWebP(f *file, info *Info) bool { return f.picture(info, webp.DecodeConfig, f.webpPackets()) }

// picture takes a picture that has the right first bytes for one, even if it is too damaged or new to tell its size.
func (f *file) picture(info *Info, decode func(io.Reader) (image.Config, error), p packets) (ok bool) {
	defer func() { _ = recover() }() // a panic of a decoder is a size that it can't tell
	if ok = pictureType(f.head(0, 16)) == info.Type; !ok {
		return false
	}
	if c, err := decode(io.NewSectionReader(f, 0, f.size)); err == nil {
		info.Width, info.Height = c.Width, c.Height
	}
	if info.takePackets(p) {
		info.Width, info.Height = info.Height, info.Width
	}
	return true
}

// readAVIF reads the sizes of the image items, ISO/IEC 23008-12 section 6.5.3: the picture itself has the largest, as
// previews and tiles are smaller. A turn, section 6.5.10, is by quarters.
func readAVIF(f *file, info *Info) bool {
	h := f.bytes(0, 12)
	if h == nil || string(h[4:8]) != "ftyp" || (string(h[8:]) != "avif" && string(h[8:]) != "avis" && string(h[8:]) != "mif1") {
		return false
	}
	meta, _ := f.find(box{end: f.size}, "meta")
	meta.at += 4 // version and flags
	ipco, _ := f.find(meta, "iprp", "ipco")
	turned := false
	for b := range f.boxes(ipco.at, ipco.end) {
		switch c := f.content(b, 12); {
		case b.name == "ispe" && len(c) == 12:
			width, height := int(binary.BigEndian.Uint32(c[4:])), int(binary.BigEndian.Uint32(c[8:]))
			if width*height > info.Width*info.Height {
				info.Width, info.Height = width, height
			}
		case b.name == "irot" && len(c) > 0:
			turned = c[0]&1 == 1
		}
	}
	if turned {
		info.Width, info.Height = info.Height, info.Width
	}
	return true
}
