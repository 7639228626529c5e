package feed

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seedfeed/seedfeed/feed/internal/ledger"
	"github.com/seedfeed/seedfeed/feed/internal/pack"
)

// fill gives each exported field of what v points to another value than zero.
func fill(v reflect.Value, n int64) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.String:
		v.SetString(strings.Repeat("t", int(n)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), value)
	case reflect.Struct:
		if _, isTime := v.Interface().(time.Time); isTime {
			v.Set(reflect.ValueOf(time.Unix(n, n).UTC()))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), n+int64(i))
			}
		}
	default:
		panic("a kind of field that is not known here: " + v.Kind().String())
	}
}

// TestPackedWhole: no field of a seed or a record is lost in the cache, whatever fields come to be; but for what is
// only needed until the ledger has it.
func TestPackedWhole(t *testing.T) {
	s, gotSeed := seed{details: new(details)}, seed{}
	r, gotRecord := ledger.Record{Rare: new(ledger.Rare)}, ledger.Record{}
	fill(reflect.ValueOf(&s).Elem(), 1)
	fill(reflect.ValueOf(s.details).Elem(), 1)
	fill(reflect.ValueOf(&r).Elem(), 1)
	fill(reflect.ValueOf(r.Rare).Elem(), 1)
	w := pack.Writer(nil)
	s.pack(w)
	packRecord(w, &r)
	c := pack.Reader(string(w.Bytes()))
	gotSeed.pack(c)
	packRecord(c, &gotRecord)
	if c.Damaged() || c.More() {
		t.Error("not as long as it was written")
	}
	if d := cmp.Diff(s, gotSeed, cmp.AllowUnexported(seed{}), cmpopts.IgnoreFields(seed{}, "known", "traits", "fresh", "past")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(r, gotRecord, cmpopts.IgnoreUnexported(r)); d != "" {
		t.Error(d)
	}
}

// TestIndexCutAnywhere: what is left of a cut index are whole seeds.
func TestIndexCutAnywhere(t *testing.T) {
	var x index
	for _, p := range []string{"a.txt", "b.md"} {
		x.add(&indexed{kind: ofSeed, seed: &seed{Path: p, Title: "Title", details: &details{Tags: []string{"x"}}}})
	}
	whole := x.batch.Bytes()
	for i := range whole {
		cut := part{text: string(whole[:i])}
		cut.unpack()
		for _, what := range cut.all {
			if s := what.seed; what.kind != ofSeed || s.Title != "Title" || !slices.Equal(s.Tags, []string{"x"}) {
				t.Fatalf("cut at %d: %+v", i, what)
			}
		}
	}
}

// TestMain makes sure that nobody writes to what seeds and entries share.
func TestMain(m *testing.M) {
	code := m.Run()
	if !reflect.ValueOf(noDetails).IsZero() || !reflect.ValueOf(nobody).IsZero() {
		fmt.Printf("somebody wrote to what all share: %+v, %+v\n", noDetails, nobody)
		code = 1
	}
	os.Exit(code)
}
