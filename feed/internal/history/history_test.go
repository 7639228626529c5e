package history

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// repo is a repository whose commits are a year apart.
type repo struct {
	t    *testing.T
	dir  string
	year int
}

func newRepo(t *testing.T) *repo {
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := &repo{t, t.TempDir(), 2010}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@t.test", "-c", "commit.gpgsign=false"}, args...)...)
	cmd.Dir = r.dir
	date := fmt.Sprintf("%d-06-01T12:00:00Z", r.year)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func (r *repo) commit() {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "c", "--allow-empty")
	r.year++
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	file := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

func text(n int) string { return strings.Repeat(fmt.Sprintf("line %d of a text\n", n), 20) }

func TestFirstCommits(t *testing.T) {
	r := newRepo(t)
	r.write("draft.txt", text(1))
	r.write("seeds/a b\n\"c\".txt", text(2))
	r.commit() // 2010
	r.git("mv", "draft.txt", "seeds/moved.txt")
	r.commit() // 2011
	r.git("mv", "seeds/moved.txt", "seeds/again.txt")
	r.write("seeds/again.txt", text(1)+"and more\n")
	r.write("seeds/twice.txt", text(3))
	r.commit() // 2012
	r.git("rm", "-q", "seeds/twice.txt")
	r.commit() // 2013
	r.write("seeds/twice.txt", text(4))
	r.commit()                        // 2014
	r.write("seeds/new.txt", text(5)) // not committed

	paths := []string{"a b\n\"c\".txt", "again.txt", "twice.txt", "new.txt", "none.txt"}
	got, err := FirstCommits(t.Context(), filepath.Join(r.dir, "seeds"), paths)
	if err != nil {
		t.Fatal(err)
	}
	years := map[string]int{}
	for p, at := range got {
		years[p] = at.Year()
	}
	if want := "map[a b\n\"c\".txt:2010 again.txt:2010 twice.txt:2014]"; fmt.Sprint(years) != want {
		t.Errorf("got %v, want %v", years, want)
	}

	many := paths
	for n := range 2 * fewPaths {
		many = append(many, fmt.Sprint("no-", n))
	}
	if again, err := FirstCommits(t.Context(), filepath.Join(r.dir, "seeds"), many); err != nil || len(again) != len(got) {
		t.Errorf("of many paths: %v, %v", again, err)
	}
}

func TestShallow(t *testing.T) {
	r := newRepo(t)
	r.write("a.txt", text(1))
	r.commit()
	r.write("b.txt", text(2))
	r.commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "1", "file://"+r.dir, clone)
	if _, err := FirstCommits(t.Context(), clone, []string{"a.txt"}); !errors.Is(err, ErrShallow) {
		t.Errorf("got %v", err)
	}
	if got, err := FirstCommits(t.Context(), clone, []string{"untracked.txt"}); got != nil || err != nil {
		t.Errorf("of a file that is not in Git: %v, %v", got, err)
	}
}

func TestWithoutGit(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if got, err := FirstCommits(t.Context(), dir, []string{"a.txt"}); len(got) > 0 || err != nil {
			t.Errorf("%s: %v, %v", dir, got, err)
		}
	}
}

func FuzzEachChange(f *testing.F) {
	f.Add("\x011795559674\x00\nA\x00c.txt\x00\x01160\x00\nR100\x00a\x00b\x00")
	f.Add("A\x00")
	f.Fuzz(func(t *testing.T, log string) {
		_ = eachChange(strings.NewReader(log), func(at time.Time, _, is string) bool {
			if at.IsZero() && strings.HasPrefix(log, "\x01") {
				t.Error("a change without a date")
			}
			return is != ""
		})
	})
}
