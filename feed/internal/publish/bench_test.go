package publish

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

const benchDocuments = 1000 // of 8 kB, in 20 folders of two levels

func benchTree() (docs []Document) {
	text := bytes.Repeat([]byte("<p>The garden keeps a slow clock.</p>\n"), 220)
	for i := range benchDocuments {
		docs = append(docs, Document{
			Path: fmt.Sprintf("%d/%02d/note-%03d.html", 2000+i%4, i%5, i), Key: "key",
			Render: func(w io.Writer) error { _, err := w.Write(text); return err },
		})
	}
	return docs
}

// BenchmarkPublishNew is a tree that comes into an empty folder.
func BenchmarkPublishNew(b *testing.B) {
	docs := benchTree()
	for b.Loop() {
		b.StopTimer()
		f := benchFolder(b)
		b.StartTimer()
		if res, err := f.Publish(b.Context(), docs, nil); err != nil || len(res.Written) != benchDocuments {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublishUnchanged is a look at a folder in which all is as it was left.
func BenchmarkPublishUnchanged(b *testing.B) {
	docs, f := benchTree(), benchFolder(b)
	if _, err := f.Publish(b.Context(), docs, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f.Recheck()
		if res, err := f.Publish(b.Context(), docs, nil); err != nil || len(res.Written) > 0 {
			b.Fatal(err, res.Written)
		}
	}
}

func benchFolder(b *testing.B) *Folder {
	f, err := Open(b.TempDir(), func([]string) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() }) // the folder goes as well
	b.ReportAllocs()
	return f
}
