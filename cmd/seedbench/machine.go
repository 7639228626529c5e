package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// machine describes where figures come from: figures of two machines can't be compared.
type machine struct {
	CPU        string `json:"cpu"`
	Cores      int    `json:"cores"`
	System     string `json:"system"`
	FileSystem string `json:"file_system"` // of the folder in which all is done
	Go         string `json:"go"`          // that built this program, and the floor
}

func thisMachine(dir string) machine {
	return machine{cpuName(), runtime.NumCPU(), runtime.GOOS + "/" + runtime.GOARCH, fileSystem(dir), runtime.Version()}
}

func (m machine) String() string {
	parts := []string{m.CPU, strconv.Itoa(m.Cores) + " cores", m.System, m.FileSystem, m.Go}
	if m.Cores == 1 {
		parts[1] = "1 core"
	}
	return strings.Join(parts, ", ")
}

func cpuName() string {
	switch runtime.GOOS {
	case "linux":
		b, _ := os.ReadFile("/proc/cpuinfo") // where it can't be read it says nothing
		for line := range strings.Lines(string(b)) {
			if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	case "darwin":
		if out, err := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output(); err == nil {
			return string(bytes.TrimSpace(out))
		}
	case "windows":
		if name := os.Getenv("PROCESSOR_IDENTIFIER"); name != "" {
			return name
		}
	}
	return "unknown CPU"
}

// fileSystem returns the type of the file system of a folder, proc_pid_mountinfo(5).
func fileSystem(dir string) string {
	kind, longest := "unknown file system", 0
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return kind
	}
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return kind
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		mount, source, _ := strings.Cut(lines.Text(), " - ")
		where, what := strings.Fields(mount), strings.Fields(source)
		if len(where) < 5 || len(what) == 0 {
			continue
		}
		point := strings.TrimSuffix(where[4], "/") + "/"
		if strings.HasPrefix(dir+"/", point) && len(point) >= longest {
			kind, longest = what[0], len(point)
		}
	}
	return kind
}

// ownPeak returns the most memory that this program had, in bytes; 0 where it doesn't count for others, see [round.remember].
func ownPeak() int64 {
	b, _ := os.ReadFile("/proc/self/status") // of Linux
	_, rest, _ := strings.Cut(string(b), "\nVmHWM:")
	amount, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kilobytes, _ := strconv.ParseInt(amount, 10, 64)
	return kilobytes << 10
}
