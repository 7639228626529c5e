package main

import (
	"compress/gzip"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/htmlindex"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"seedfeed": main})
}

// TestScripts runs testdata/script: each file shows seeds going in and a site coming out. Besides the commands of
// testscript (pkg.go.dev/github.com/rogpeppe/go-internal/testscript) they may use those in commands below.
func TestScripts(t *testing.T) {
	var ports atomic.Int32
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", Setup: func(e *testscript.Env) error { return setup(e, &ports) }, Cmds: commands, Condition: condition,
		RequireExplicitExec: true, RequireUniqueNames: true,
	})
}

type script = testscript.TestScript

var commands = map[string]func(s *script, neg bool, args []string){
	"bytes":       cmdBytes,      // bytes FILE HEX...: writes the bytes into a file
	"append":      cmdAppend,     // append FILE TEXT: adds to the end of a file, without a line end
	"encode":      cmdEncode,     // encode FILE CHARSET: saves a file that is UTF-8 in another charset
	"mtime":       cmdModTime,    // mtime FILE TIME: sets when a file was changed
	"soon":        cmdSoon,       // soon FILE: writes the time in 4 seconds where the file says SOON
	"entries":     cmdEntries,    // entries FEED [FIELD...]: prints id|title|published|updated|link of each entry, or the fields named; no two IDs may be equal
	"holds":       cmdHolds,      // [!] holds DIR PATTERN: a file in the folder has the pattern in its path or its text
	"same-tree":   cmdSameTree,   // [!] same-tree DIR DIR: both hold the same files but for .seedfeed
	"savestat":    cmdSaveStat,   // savestat PATH: remembers which files are there, and when they were written
	"flood":       cmdFlood,      // flood DIR N: writes N seeds with texts of their own
	"samestat":    cmdSameStat,   // [!] samestat PATH: none has come, gone or been written since savestat
	"wait-for":    cmdWaitFor,    // [!] wait-for PATH|URL PATTERN: waits until the text there has the pattern; with ! until it hasn't, or isn't there
	"request":     cmdRequest,    // request METHOD URL ['HEADER: VALUE'...]: prints the answer; its ETag is then $ETAG
	"serve-files": cmdServeFiles, // serve-files DIR PORT: serves a folder as any web server would, until the script ends
	"signal":      cmdSignal,     // signal INT|TERM: sends a signal to what runs in the background; wait for it afterwards
	"exits":       cmdExitsWith,  // exits CODE [COMMAND...]: runs a command, or takes that which was signalled, and compares its exit code
}

// setup keeps a script away from the user's cache and gives it $SAMPLES, the sample seeds, and $PORT, a free port.
func setup(e *testscript.Env, ports *atomic.Int32) error {
	samples, err := filepath.Abs("../../seeds")
	if err != nil {
		return err
	}
	port, err := freePort(ports)
	if err != nil {
		return err
	}
	home := filepath.Join(e.WorkDir, "home")
	e.Vars = append(e.Vars, "SAMPLES="+samples, "PORT="+strconv.Itoa(port), "TZ=UTC",
		"HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, ".cache"), "LocalAppData="+home)
	e.Values["stats"], e.Values["signalled"] = map[string][]stat{}, new(signalled)
	return os.Mkdir(home, 0o755)
}

// freePort returns a port that no other script gets. It lies below those that systems use for outgoing connections,
// of which one might take it before the script does.
func freePort(last *atomic.Int32) (port int, err error) {
	for range 1000 {
		port = 20000 + (os.Getpid()+int(last.Add(1)))%10000
		var l net.Listener
		if l, err = net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port))); err == nil {
			return port, l.Close()
		}
	}
	return 0, err
}

func condition(name string) (bool, error) {
	if name == "root" { // whom permissions don't bind
		return os.Geteuid() == 0, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// need ends the script unless a command was given what its usage says.
func need(s *script, ok bool, usage string) {
	if !ok {
		s.Fatalf("usage: %s", usage)
	}
}

func cmdBytes(s *script, neg bool, args []string) {
	need(s, !neg && len(args) > 1, "bytes FILE HEX...")
	b, err := hex.DecodeString(strings.Join(args[1:], ""))
	s.Check(err)
	s.Check(os.MkdirAll(filepath.Dir(s.MkAbs(args[0])), 0o755))
	s.Check(os.WriteFile(s.MkAbs(args[0]), b, 0o644))
}

func cmdAppend(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 2, "append FILE TEXT")
	s.Check(os.WriteFile(s.MkAbs(args[0]), []byte(s.ReadFile(args[0])+args[1]), 0o644))
}

func cmdEncode(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 2, "encode FILE CHARSET")
	charset, err := htmlindex.Get(args[1])
	s.Check(err)
	b, err := charset.NewEncoder().Bytes([]byte(s.ReadFile(args[0])))
	s.Check(err)
	s.Check(os.WriteFile(s.MkAbs(args[0]), b, 0o644))
}

func cmdModTime(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 2, "mtime FILE TIME")
	at, err := time.Parse(time.RFC3339, args[1])
	s.Check(err)
	s.Check(os.Chtimes(s.MkAbs(args[0]), at, at))
}

func cmdSoon(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 1, "soon FILE")
	at := time.Now().Add(4 * time.Second).UTC().Format(time.RFC3339)
	s.Check(os.WriteFile(s.MkAbs(args[0]), []byte(strings.ReplaceAll(s.ReadFile(args[0]), "SOON", at)), 0o644))
}

func cmdEntries(s *script, neg bool, args []string) {
	need(s, !neg && len(args) > 0, "entries FEED [FIELD...]")
	var feed struct {
		Entries []struct {
			ID        string `xml:"id"`
			Title     string `xml:"title"`
			Published string `xml:"published"`
			Updated   string `xml:"updated"`
			Links     []struct {
				Rel  string `xml:"rel,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	s.Check(xml.Unmarshal([]byte(s.ReadFile(args[0])), &feed))
	fields := args[1:]
	if len(fields) == 0 {
		fields = []string{"id", "title", "published", "updated", "link"}
	}
	seen := map[string]bool{}
	for _, e := range feed.Entries {
		if seen[e.ID] {
			s.Fatalf("two entries have the id %s", e.ID)
		}
		seen[e.ID] = true
		values := map[string]string{"id": e.ID, "title": e.Title, "published": e.Published, "updated": e.Updated}
		for _, l := range e.Links {
			if l.Rel == "alternate" {
				values["link"] = l.Href
			}
		}
		var line []string
		for _, f := range fields {
			line = append(line, values[f])
		}
		fmt.Fprintln(s.Stdout(), strings.Join(line, "|"))
	}
}

// files returns the paths of all files in a folder, relative to it and sorted, or "." for what is no folder.
func files(s *script, dir string) (paths []string) {
	s.Check(fs.WalkDir(os.DirFS(s.MkAbs(dir)), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, p)
		}
		return err
	}))
	return paths
}

func cmdHolds(s *script, neg bool, args []string) {
	need(s, len(args) == 2, "holds DIR PATTERN")
	pattern, err := regexp.Compile(args[1])
	s.Check(err)
	found := slices.DeleteFunc(files(s, args[0]), func(p string) bool {
		return !pattern.MatchString(p) && !pattern.MatchString(s.ReadFile(filepath.Join(args[0], p)))
	})
	if neg == (len(found) > 0) {
		s.Fatalf("%q is in %q of %s", args[1], found, args[0])
	}
}

func cmdSameTree(s *script, neg bool, args []string) {
	need(s, len(args) == 2, "same-tree DIR DIR")
	different := map[string]bool{}
	for i, dir := range args {
		for _, p := range files(s, dir) {
			b, err := os.ReadFile(s.MkAbs(filepath.Join(args[1-i], p)))
			different[p] = (err != nil || string(b) != s.ReadFile(filepath.Join(dir, p))) && !strings.HasPrefix(p, ".seedfeed/")
		}
	}
	maps.DeleteFunc(different, func(_ string, is bool) bool { return !is })
	if neg == (len(different) == 0) {
		s.Fatalf("different in %s and %s: %q", args[0], args[1], slices.Sorted(maps.Keys(different)))
	}
}

// stat is what tells whether a file was written again: a file that replaces another is not the same one.
type stat struct {
	path string
	info fs.FileInfo
}

func (a stat) equal(b stat) bool {
	return a.path == b.path && os.SameFile(a.info, b.info) && a.info.ModTime().Equal(b.info.ModTime())
}

func stats(s *script, path string) (all []stat) {
	s.Check(filepath.WalkDir(s.MkAbs(path), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		all = append(all, stat{p, info})
		return err
	}))
	return all
}

func cmdSaveStat(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 1, "savestat PATH")
	s.Value("stats").(map[string][]stat)[args[0]] = stats(s, args[0])
}

func cmdFlood(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 2, "flood DIR N")
	n, err := strconv.Atoi(args[1])
	s.Check(err)
	s.Check(os.MkdirAll(s.MkAbs(args[0]), 0o755))
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		text := fmt.Sprintf("Flood %d\n\n", i)
		for range 60 {
			text += strconv.FormatUint(rnd.Uint64N(1<<40), 36) + " "
		}
		s.Check(os.WriteFile(filepath.Join(s.MkAbs(args[0]), fmt.Sprintf("flood-%03d.txt", i)), []byte(text+"\n"), 0o644))
	}
}

func cmdSameStat(s *script, neg bool, args []string) {
	need(s, len(args) == 1, "samestat PATH")
	before, saved := s.Value("stats").(map[string][]stat)[args[0]]
	need(s, saved, "savestat comes first")
	if now := stats(s, args[0]); slices.EqualFunc(before, now, stat.equal) == neg {
		s.Fatalf("before: %v\nnow: %v", before, now)
	}
}

// scriptPatience is how long a script waits for what must come.
const scriptPatience = 20 * time.Second

func cmdWaitFor(s *script, neg bool, args []string) {
	need(s, len(args) == 2, "wait-for PATH|URL PATTERN")
	pattern, err := regexp.Compile("(?m)" + args[1])
	s.Check(err)
	read := func() ([]byte, error) { return os.ReadFile(s.MkAbs(args[0])) }
	if strings.HasPrefix(args[0], "http:") {
		read = func() ([]byte, error) { _, b, err := fetch(http.MethodGet, args[0], nil); return b, err }
	}
	late := time.After(scriptPatience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		text, err := read()
		if err == nil && pattern.Match(text) != neg || neg && errors.Is(err, fs.ErrNotExist) {
			return
		}
		select {
		case <-again.C:
		case <-late:
			s.Fatalf("it never came; last seen: %v\n%s", err, text)
		}
	}
}

// fetch sends a request that says about compression only what headers do, and returns the answer with its body unpacked.
func fetch(method, url string, headers []string) (*http.Response, []byte, error) {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		return nil, nil, err
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		req.Header.Set(name, strings.TrimSpace(value))
	}
	client := &http.Client{
		Timeout:       scriptPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close() // only read
	var body io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" && method != http.MethodHead {
		if body, err = gzip.NewReader(res.Body); err != nil {
			return nil, nil, err
		}
	}
	b, err := io.ReadAll(body)
	return res, b, err
}

func cmdRequest(s *script, neg bool, args []string) {
	need(s, !neg && len(args) > 1, "request METHOD URL ['HEADER: VALUE'...]")
	res, body, err := fetch(args[0], args[1], args[2:])
	s.Check(err)
	fmt.Fprintln(s.Stdout(), res.Proto, res.Status)
	s.Check(res.Header.Write(s.Stdout()))
	fmt.Fprintf(s.Stdout(), "\n%s", body)
	s.Setenv("ETAG", res.Header.Get("ETag"))
}

// signalled is the process that got the last signal.
type signalled struct{ *exec.Cmd }

func cmdServeFiles(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 2, "serve-files DIR PORT")
	l, err := net.Listen("tcp", net.JoinHostPort("localhost", args[1]))
	s.Check(err)
	server := &http.Server{Handler: http.FileServer(http.Dir(s.MkAbs(args[0]))), ReadHeaderTimeout: time.Minute}
	go server.Serve(l) // ends with the script, when the error says no more than that
	s.Defer(func() { _ = server.Close() })
}

func cmdSignal(s *script, neg bool, args []string) {
	need(s, !neg && len(args) == 1, "signal INT|TERM")
	signal, known := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}[args[0]]
	need(s, known, "signal INT|TERM")
	if runtime.GOOS == "windows" { // has no signals
		signal = os.Kill
	}
	for _, c := range s.BackgroundCmds() {
		s.Check(c.Process.Signal(signal))
		s.Value("signalled").(*signalled).Cmd = c
	}
}

func cmdExitsWith(s *script, neg bool, args []string) {
	need(s, !neg && len(args) > 0, "exits CODE [COMMAND...]")
	want, err := strconv.Atoi(args[0])
	s.Check(err)
	got := 0
	if len(args) > 1 {
		err := s.Exec(args[1], args[2:]...)
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			got = exit.ExitCode()
		} else {
			s.Check(err)
		}
	} else {
		got = s.Value("signalled").(*signalled).ProcessState.ExitCode()
	}
	if got != want {
		s.Fatalf("exit code %d, want %d", got, want)
	}
}
