package serve

import (
	"regexp"
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	for field, want := range map[string]string{
		"":                                     identity,
		"gzip":                                 gzipped,
		"GZip":                                 gzipped,
		"x-gzip":                               gzipped,
		"zstd":                                 zstded,
		"br":                                   brotlied,
		"BR;q=0.5, gzip;q=0.5":                 brotlied,
		"gzip, deflate, br, zstd":              brotlied,
		"gzip, deflate, br;q=0.9, zstd":        zstded,
		"gzip, br;q=0, zstd;q=0":               gzipped,
		"br, br;q=0":                           identity,
		"*, br;q=0.5":                          gzipped,
		"zstd;q=0.9, gzip":                     gzipped,
		"gzip;q=0.999,zstd;q=0.998":            gzipped,
		" gzip ; q=0.5\t,\tzstd ; q=0.5 ":      zstded,
		"gzip;Q=1.000":                         gzipped,
		"gzip;q=0":                             identity,
		"gzip;q=0.000, zstd;q=0.0":             identity,
		"gzip, gzip;q=0":                       identity,
		"gzip;q=0, x-gzip":                     identity,
		"gzip;q=0.5, identity":                 identity,
		"gzip;q=0.5, identity;q=0.5":           gzipped,
		"gzip;q=0.001, identity;q=0":           gzipped,
		"identity;q=0":                         identity,
		"*;q=0":                                identity,
		"*;q=0, gzip;q=0.1":                    gzipped,
		"*":                                    gzipped,
		"*, zstd;q=0.5":                        gzipped,
		"*, gzip;q=0":                          identity,
		"*;q=0.1, zstd":                        zstded,
		"deflate, br":                          brotlied,
		"deflate, b":                           identity,
		"gzip;q=2":                             identity,
		"gzip;q=1.001":                         identity,
		"gzip;q=0.1234":                        identity,
		"gzip;q=0.5;x=1":                       identity,
		"gzip;q=0.5x, zstd;q=0.-1":             identity,
		"gzip;q=+.5, gzip;q=, gzip;q, gzip;=1": identity,
		"gzip;level=9":                         identity,
		",,;,=,gzip,":                          gzipped,
		"gzipzstd, zstd gzip, brr":             identity,
		"gz\u0131p":                            identity,
	} {
		if got := negotiate(field); got != want {
			t.Errorf("%q: got %q, want %q", field, got, want)
		}
	}
}

// The law: what is picked was accepted by name, or by "*" in the case of gzip,
// and by no element refused; and a coding that is accepted beyond doubt is used.
func FuzzNegotiate(f *testing.F) {
	for _, field := range []string{"gzip, zstd;q=0", "*;q=0.5, gzip;q=0", "identity;q=0, *;q=0", "x-gzip;q=1.0", "zstd;q=0.001", ";q=1,gzip;", "br, zstd;q=0.9"} {
		f.Add(field)
	}
	zero := regexp.MustCompile(`^(?i:q)=0(\.0{0,3})?$`)
	f.Fuzz(func(t *testing.T, field string) {
		named, refused := map[string]bool{}, map[string]bool{}
		for element := range strings.SplitSeq(field, ",") {
			parts := strings.SplitN(element, ";", 2)
			name := strings.ToLower(strings.Trim(parts[0], " \t"))
			if name == "x-gzip" {
				name = gzipped
			}
			named[name] = true
			if len(parts) == 2 && zero.MatchString(strings.Trim(parts[1], " \t")) {
				refused[name] = true
			}
		}
		got := negotiate(field)
		switch {
		case got != identity && got != gzipped && got != zstded && got != brotlied:
			t.Fatalf("%q: got %q", field, got)
		case got != identity && refused[got]:
			t.Errorf("%q: got %q, which is refused", field, got)
		case got == zstded && !named[zstded],
			got == brotlied && !named[brotlied],
			got == gzipped && !named[gzipped] && (!named["*"] || refused["*"]):
			t.Errorf("%q: got %q, which is not accepted", field, got)
		}
		// Elements without a weight weigh most, and a tie goes to the better coding.
		better := false
		for _, coding := range []string{brotlied, zstded, gzipped} {
			if better = better || named[coding]; better {
				break
			}
			if sure := field + "," + coding; negotiate(sure) != coding {
				t.Errorf("%q: got %q, want %q", sure, negotiate(sure), coding)
			}
		}
	})
}
