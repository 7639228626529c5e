package main

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// programs are seedbench and seedfeed, built once for all tests that run them.
var programs struct {
	once sync.Once
	dir  string
	err  error
}

func built(t *testing.T) (dir string) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: measuring takes its time")
	}
	programs.once.Do(func() {
		if programs.dir, programs.err = os.MkdirTemp("", "programs-"); programs.err != nil {
			return
		}
		if out, err := exec.Command("go", "build", "-o", programs.dir, ".", "../seedfeed").CombinedOutput(); err != nil {
			programs.err = fmt.Errorf("go build: %w: %s", err, out)
		}
	})
	if programs.err != nil {
		t.Fatal(programs.err)
	}
	return programs.dir
}

func TestMain(m *testing.M) {
	code := m.Run()
	if programs.dir != "" {
		os.RemoveAll(programs.dir)
	}
	os.Exit(code)
}

// benchCommand is seedbench as a user runs it, in a place where it should leave nothing.
func benchCommand(t *testing.T, path string, args ...string) (cmd *exec.Cmd, temp string) {
	t.Helper()
	temp = t.TempDir()
	cmd = exec.CommandContext(t.Context(), filepath.Join(built(t), "seedbench"), args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "TMP="+temp, "PATH="+path)
	return cmd, temp
}

// TestWholeRun: all is measured, told, drawn and cleaned up.
func TestWholeRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	svg, raw, kept := filepath.Join(dir, "chart.svg"), filepath.Join(dir, "raw.json"), filepath.Join(dir, "kept")
	cmd, temp := benchCommand(t, "", "-n", "20", "-runs", "1", "-mode", "feed", "-svg", svg, "-json", raw, "-keep", kept)
	var out, talk strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil || talk.Len() > 0 {
		t.Fatalf("%v, it says: %s", err, talk.String())
	}
	wanted := steps
	if runtime.GOOS == "windows" {
		wanted = []string{cold, again, changed, renamed, written}
	}
	for _, step := range wanted {
		if step == renamed && !canWatchFloor {
			continue
		}
		_, rows, found := strings.Cut(out.String(), "| "+step+" ")
		lines := strings.SplitN(rows, "\n", 3)
		if !found || len(lines) < 3 || !strings.Contains(lines[0], "| floor ") || canWatchFloor && !strings.Contains(lines[1], "| seedfeed ") {
			t.Errorf("the rows of %q are not as they should be: %.300s", step, rows)
		}
	}
	if strings.Contains(out.String(), "failed") || strings.Contains(out.String(), "missed") || !strings.Contains(out.String(), "### 20 seeds, feed only\n") {
		t.Error(out.String())
	}
	testDrawing(t, svg, wanted)
	var report struct {
		Machine machine
		Figures []figure
	}
	if b, err := os.ReadFile(raw); err != nil || json.Unmarshal(b, &report) != nil || report.Machine.Cores == 0 || len(report.Figures) < len(wanted) {
		t.Errorf("%v: %.300s", err, b)
	}
	if files, err := filepath.Glob(filepath.Join(kept, "20", "*", "*", "*.md")); len(files) != 20 {
		t.Errorf("of the seeds %d were kept, %v", len(files), err)
	}
	if left := append(namesIn(t, temp), namesIn(t, kept)...); len(left) != 1 {
		t.Errorf("it left %q", left)
	}
}

// testDrawing: the chart is well-formed, has each step, and says all in words too.
func testDrawing(t *testing.T, file string, steps []string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	texts, words, bars, inside := map[string]bool{}, "", 0, ""
	for d := xml.NewDecoder(strings.NewReader(string(b))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if inside = e.Name.Local; inside == "rect" {
				bars++
			}
		case xml.CharData:
			if inside == "desc" {
				words += string(e)
			}
			texts[strings.TrimSpace(string(e))] = true
		}
	}
	for _, step := range steps {
		if !texts[step] || !strings.Contains(words, step+": ") {
			t.Errorf("the chart lacks %q, or says nothing of it", step)
		}
	}
	if bars < len(steps) || strings.Contains(string(b), "<script") || strings.Contains(string(b), "NaN") {
		t.Errorf("the chart has %d bars: %s", bars, b)
	}
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// script puts a program for the shell into a folder.
func script(t *testing.T, dir, name, text string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no scripts for the shell here")
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestPeersThatFail: a peer that fails, lies or never ends is told, and costs the others nothing.
func TestPeersThatFail(t *testing.T) {
	t.Parallel()
	peers := t.TempDir()
	script(t, peers, "hugo", "echo hugo v1.2.3; [ $1 = version ] || { echo the template is wrong >&2; exit 7; }\n")
	script(t, peers, "zola", "mkdir -p public; echo '<feed></feed>' >public/atom.xml\n")
	script(t, peers, "jekyll", "[ $1 = build ] && exec sleep 600\n")
	cmd, temp := benchCommand(t, peers+":/usr/bin:/bin", "-n", "20", "-runs", "1", "-mode", "pages", "-limit", "10s", "-peers", "hugo,jekyll,zola")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, line := range []string{
		"- hugo 1.2.3\n", "- hugo failed: 20 seeds, feed and pages, cold build: exit status 7: hugo v1.2.3 the template is wrong\n",
		"- zola failed: 20 seeds, feed and pages, cold build: the feed has 0 entries, not 20\n",
		"- jekyll failed: 20 seeds, feed and pages, cold build: not done in 10s\n",
	} {
		if !strings.Contains(string(out), line) {
			t.Errorf("there is no line %q", line)
		}
	}
	if !strings.Contains(string(out), "| seedfeed ") || strings.Contains(string(out), "- seedfeed failed") || t.Failed() {
		t.Errorf("%s", out)
	}
	if left := namesIn(t, temp); len(left) > 0 {
		t.Errorf("it left %q", left)
	}
}

// TestInterrupt: whatever it is at, Ctrl-C ends it, and what it started, and removes what it wrote.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"build", "watch"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			marks := t.TempDir()
			wrapper := script(t, marks, "wrapper", fmt.Sprintf(`
[ $1 = %s ] && [ $(ls src | wc -l) -gt 9 ] && { # it was tried with one seed before
	sleep 600 & # what it starts must end, too
	echo $! >%s/child.part; mv %s/child.part %s/child; sleep 600
}
exec %s/seedfeed "$@"
`, at, marks, marks, marks, built(t)))
			cmd, temp := benchCommand(t, os.Getenv("PATH"), "-n", "20", "-runs", "1", "-peers", "none", "-seedfeed", wrapper)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var child string
			until(t, func() bool {
				b, err := os.ReadFile(filepath.Join(marks, "child"))
				child = strings.TrimSpace(string(b))
				return err == nil
			})
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its state says it
			if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
				t.Errorf("exit code %d", code)
			}
			if left := namesIn(t, temp); len(left) > 0 {
				t.Errorf("it left %q", left)
			}
			until(t, func() bool { return exec.Command("sh", "-c", "kill -0 "+child).Run() != nil })
		})
	}
}

// until waits for something to become true.
func until(t *testing.T, is func() bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for !is() {
		if wait(ctx, 10*time.Millisecond); ctx.Err() != nil {
			t.Fatal("it never came true")
		}
	}
}

// TestCommandLine: what can't be meant is said before anything is measured.
func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		args string
		code int
		says string
	}{
		{"--help", exitOK, "-seedfeed file"},
		{"-n 10,many", exitUsage, `"many" is no number of seeds`},
		{"-n 0", exitUsage, `"0" is no number`},
		{"-mode all", exitUsage, `there is no mode "all"`},
		{"-peers hugo,wordpress", exitUsage, `"wordpress" is none of eleventy, hexo, hugo`},
		{"-runs 0", exitUsage, "at least one"},
		{"-limit 0s", exitUsage, "in no time"},
		{"-svg nowhere/chart.svg", exitUsage, "there is no folder nowhere"},
		{"seeds", exitUsage, `unexpected "seeds"`},
		{"-seedfeed nowhere/seedfeed", exitFailed, "--seedfeed: "},
	} {
		var out, talk strings.Builder
		code := run(t.Context(), strings.Fields(test.args), &out, &talk)
		if code != test.code || !strings.Contains(talk.String(), test.says) || out.Len() > 0 {
			t.Errorf("%s: exit code %d, it says %s %s", test.args, code, talk.String(), out.String())
		}
	}
}
