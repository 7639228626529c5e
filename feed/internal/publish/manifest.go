package publish

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Read takes a line of the manifest; a later one about the same path stands for the earlier one.
func (f *Folder) Read(text string) error {
	l := lineReader{rest: text}
	p := l.quoted()
	if l.rest == " gone" && l.err == nil {
		delete(f.files, p)
		return nil
	}
	file := File{Key: l.quoted(), Hash: l.quoted(), Size: l.number()}
	if l.rest != "" && l.err == nil {
		file.Untwinned = l.quoted()
	}
	if l.err != nil || l.rest != "" {
		return errors.New("no line of a manifest")
	}
	f.files[p] = file
	return nil
}

// Manifest returns lines that say all that is published, for a rewrite.
func (f *Folder) Manifest() []string {
	lines := make([]string, 0, len(f.files))
	for p, file := range f.files {
		lines = append(lines, line(p, file))
	}
	slices.Sort(lines)
	return lines
}

// line writes path, key, hash, size in bytes, and which twins aren't worth it, if any; no times, so that equal sites have
// equal manifests.
func line(p string, file File) string {
	b := strconv.AppendQuote(nil, p)
	b = strconv.AppendQuote(append(b, ' '), file.Key)
	b = strconv.AppendQuote(append(b, ' '), file.Hash)
	b = strconv.AppendInt(append(b, ' '), file.Size, 10)
	if file.Untwinned != "" {
		b = strconv.AppendQuote(append(b, ' '), file.Untwinned)
	}
	return string(b)
}

func removed(p string) string { return strconv.Quote(p) + " gone" }

// lineReader takes a line apart and keeps the first error.
type lineReader struct {
	rest string
	err  error
}

func (l *lineReader) quoted() string {
	text, err := strconv.QuotedPrefix(strings.TrimPrefix(l.rest, " "))
	if err != nil {
		l.err = err
		return ""
	}
	l.rest = strings.TrimPrefix(l.rest, " ")[len(text):]
	text, err = strconv.Unquote(text)
	l.err = errors.Join(l.err, err)
	return text
}

func (l *lineReader) number() int64 {
	text, rest, _ := strings.Cut(strings.TrimPrefix(l.rest, " "), " ")
	n, err := strconv.ParseInt(text, 10, 64)
	l.rest, l.err = rest, errors.Join(l.err, err)
	if rest != "" {
		l.rest = " " + rest
	}
	return n
}
