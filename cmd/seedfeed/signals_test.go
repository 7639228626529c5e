package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestManners: what the program does with impatient users, slow clients and a disk that it must not trust.
func TestManners(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: slow clients take their time")
	}
	if runtime.GOOS == "windows" {
		t.Skip("no such signals here")
	}
	program := filepath.Join(t.TempDir(), "seedfeed")
	command(t, ".", "go", "build", "-o", program, ".")
	for name, test := range map[string]func(*testing.T, string){
		"Ctrl-C ends a build": testInterruptedBuild, "Ctrl-C lets watch finish, twice kills": testInterruptedWatch, "slow headers": testSlowHeaders,
		"a large file": testLargeFile, "answers under way are finished": testGracefulEnd, "synced before it is in place": testSynced,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, program) })
	}
}

// many writes seeds that take a while to build.
func many(t *testing.T, n int) (seeds string) {
	seeds = filepath.Join(t.TempDir(), "seeds")
	text := strings.Repeat("A line of *many*, with a [link](0.md) in it.\n\n", 200)
	for i := range n {
		write(t, filepath.Join(seeds, fmt.Sprintf("%d.md", i)), fmt.Sprintf("# Seed %d\n\n%s", i, text))
	}
	return seeds
}

func testInterruptedBuild(t *testing.T, program string) {
	seeds, out := many(t, 1500), filepath.Join(t.TempDir(), "out")
	cmd := exec.CommandContext(t.Context(), program, "build", seeds, "--out", out, "--url", "https://garden.test/", "--cache", t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, func() error { _, err := os.Stat(filepath.Join(seeds, ".seedfeed", "lock")); return err })
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("it ended with %v, %v", cmd.ProcessState, err)
	}
	if _, err := os.Stat(filepath.Join(out, "feed.atom")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an interrupted build published something: %v", err)
	}
}

func testInterruptedWatch(t *testing.T, program string) {
	for _, signals := range []int{1, 2} {
		seeds, out := many(t, 1500), filepath.Join(t.TempDir(), "out")
		cmd := exec.CommandContext(t.Context(), program, "watch", seeds, "--out", out, "--url", "https://garden.test/", "--cache", t.TempDir())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, func() error { _, err := os.Stat(filepath.Join(out, ".seedfeed", "lock")); return err })
		for i := range signals {
			time.Sleep(time.Duration(100*i+300) * time.Millisecond) // no synchronisation: a user has none either
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
		_ = cmd.Wait() // its state says it
		_, err := os.Stat(filepath.Join(out, "feed.atom"))
		status := cmd.ProcessState.Sys().(syscall.WaitStatus)
		switch {
		case signals == 1 && (err != nil || cmd.ProcessState.ExitCode() != exitInterrupted):
			t.Errorf("after one Ctrl-C: %v, %v", cmd.ProcessState, err)
		case signals == 2 && (err == nil || status.Signal() != syscall.SIGINT):
			t.Errorf("after two: %v, %v", cmd.ProcessState, err)
		}
	}
}

func testSlowHeaders(t *testing.T, program string) {
	site := start(t, program, samples(t))
	conn := dial(t, site)
	fmt.Fprintf(conn, "GET /feed.atom HTTP/1.1\r\nHost: localhost\r\n")
	if took := untilClosed(t, conn); took < headerTimeout/2 || took > 2*headerTimeout {
		t.Errorf("cut after %v", took)
	}
}

// testLargeFile: the pace that is asked of clients does not cut an answer that takes longer than headers may.
func testLargeFile(t *testing.T, program string) {
	seeds := samples(t)
	write(t, filepath.Join(seeds, "large.bin"), strings.Repeat("0123456789abcdef", 1<<20)) // 16 MiB: more than sockets buffer
	write(t, filepath.Join(seeds, "large.md"), "# Large\n\n[file](large.bin)\n")
	site := start(t, program, seeds)
	conn := dial(t, site)
	fmt.Fprintf(conn, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), nil)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	if want := int64(16 << 20); res.ContentLength != want {
		t.Errorf("length %d, want %d", res.ContentLength, want)
	}
	if _, err := io.CopyN(io.Discard, res.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	time.Sleep(headerTimeout + 2*time.Second)
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != res.ContentLength-1<<20 {
		t.Errorf("%d bytes more, %v", n, err)
	}
}

func testGracefulEnd(t *testing.T, program string) {
	seeds := samples(t)
	write(t, filepath.Join(seeds, "large.bin"), strings.Repeat("0123456789abcdef", 1<<20))
	write(t, filepath.Join(seeds, "large.md"), "# Large\n\n[file](large.bin)\n")
	var talk transcript
	cmd := exec.CommandContext(t.Context(), program, "serve", seeds, "--listen", "localhost:0", "--cache", t.TempDir())
	cmd.Stderr = &talk
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	url := ""
	until(t, func() error {
		if url = regexp.MustCompile(`http://localhost:\d+/`).FindString(talk.String()); url == "" || !strings.Contains(talk.String(), "written") {
			return errors.New("it isn't ready")
		}
		return nil
	})
	conn, err := net.Dial("tcp", strings.Trim(url, "htp:/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond) // it must not have ended by then: the answer is under way
	if n, err := io.Copy(io.Discard, res.Body); err != nil || n != res.ContentLength {
		t.Errorf("%d bytes of %d, %v", n, res.ContentLength, err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("it ended with %v, %v", cmd.ProcessState, err)
	}
}

func dial(t *testing.T, site *running) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(site.url, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func untilClosed(t *testing.T, conn net.Conn) time.Duration {
	t.Helper()
	begin := time.Now()
	if err := conn.SetReadDeadline(begin.Add(longest)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); err != nil {
		t.Errorf("it was not closed: %v", err)
	}
	return time.Since(begin)
}

// testSynced looks at the calls to the system: what is renamed into place was on the disk before, and its folder is after.
func testSynced(t *testing.T, program string) {
	requires(t, "strace")
	seeds, base := filepath.Join(t.TempDir(), "seeds"), t.TempDir()
	write(t, filepath.Join(seeds, "note.md"), "# Note\n\nText.\n")
	log := filepath.Join(base, "log")
	command(t, base, "strace", "-f", "-y", "-o", log, "-e", "trace=fsync,fdatasync,syncfs,renameat,renameat2,rename", program,
		"build", seeds, "--out", filepath.Join(base, "out"), "--url", "https://garden.test/", "--cache", filepath.Join(base, "cache"))
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	synced, renamed := map[string]bool{}, 0
	folder := regexp.MustCompile(`f(?:data)?sync\(\d+<([^>]*)>`)
	temp := regexp.MustCompile(`rename(?:at2?)?\(.*"([^"]*\.seedfeed-[0-9a-f]+\.tmp)"`)
	for line := range bytes.Lines(text) {
		if m := folder.FindSubmatch(line); m != nil {
			synced[filepath.Base(string(m[1]))] = true
		}
		if m := temp.FindSubmatch(line); m != nil {
			renamed++
			if !synced[filepath.Base(string(m[1]))] {
				t.Errorf("renamed before it was synced: %s", line)
			}
			delete(synced, "out")
		}
	}
	if renamed < 4 || !synced["out"] {
		t.Errorf("%d files were renamed, and their folder was synced: %v", renamed, synced["out"])
	}
	if !bytes.Contains(text, []byte("ledger.tmp")) || bytes.Index(text, []byte("ledger.tmp")) > bytes.Index(text, []byte(".seedfeed-")) {
		t.Error("the ledger was not on the disk before the site")
	}
}
