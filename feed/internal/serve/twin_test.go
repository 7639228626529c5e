package serve

import (
	"bytes"
	"io"
	"sync"
	"testing"
)

// TestPack: what was packed comes back; equal documents give equal bytes whatever was packed before and beside them.
func TestPack(t *testing.T) {
	var texts [][]byte
	for i := range 5 {
		texts = append(texts, []byte(feedText(1000+7000*i, i)))
	}
	for _, ext := range PackedExts() {
		first := make([][]byte, len(texts))
		for i, text := range texts {
			first[i] = new(Packer).Pack(ext, text)
			r, err := Unpack(ext, bytes.NewReader(first[i]))
			if err != nil {
				t.Fatal(err)
			}
			back, err := io.ReadAll(r)
			if err := r.Close(); err != nil {
				t.Error(err)
			}
			if err != nil || !bytes.Equal(back, text) || len(first[i]) >= len(text) {
				t.Errorf("%s: %d bytes became %d and came back as %d, %v", ext, len(text), len(first[i]), len(back), err)
			}
		}
		var p Packer
		var wg sync.WaitGroup
		for range 2 {
			for i := range texts {
				wg.Go(func() {
					if again := p.Pack(ext, texts[i]); !bytes.Equal(again, first[i]) {
						t.Errorf("%s: text %d has %d bytes, and had %d", ext, i, len(again), len(first[i]))
					}
				})
			}
		}
		wg.Wait()
	}
}

func TestPackIsNotWorthIt(t *testing.T) {
	var p Packer
	noise := make([]byte, 5000)
	x := uint32(1)
	for i := range noise {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	for name, text := range map[string][]byte{"nothing": nil, "little": bytes.Repeat([]byte("a"), leastPacked-1), "noise": noise} {
		for _, ext := range PackedExts() {
			if packed := p.Pack(ext, text); packed != nil {
				t.Errorf("%s%s has %d bytes", name, ext, len(packed))
			}
		}
	}
	if _, err := Unpack(".zip", nil); err == nil {
		t.Error("a kind that isn't known")
	}
}

func BenchmarkPack(b *testing.B) {
	text := []byte(feedText(150_000, 1))
	for _, ext := range PackedExts() {
		b.Run(ext, func(b *testing.B) {
			var p Packer
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				p.Pack(ext, text)
			}
		})
	}
}
