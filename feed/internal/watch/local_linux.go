package watch

import (
	"os"
	"slices"
	"syscall"
)

// localSystems are the file systems (statfs(2)) on which all who write to a file do so through this kernel: ext2 to ext4, XFS, Btrfs, F2FS,
// tmpfs and overlayfs. What is on another machine, or comes from the host of a virtual one, may be written to unseen.
var localSystems = []int64{0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x01021994, 0x794C7630}

func isLocal(system syscall.Statfs_t) bool { return slices.Contains(localSystems, int64(system.Type)) }

// isExact reports whether events call what is in a folder by its name there, and not, as on FAT, by whichever spelling it was opened with. The
// local systems do, but for a folder that chattr(1) +F made blind to case; what that gets wrong is mended by the next rescan.
func isExact(dir string) bool {
	var system syscall.Statfs_t
	return syscall.Statfs(dir, &system) == nil && isLocal(system)
}

// Of fcntl(2).
const (
	setLease = 1024
	readOnly = 0
	noLease  = 2
)

// isDone reports whether it is certain that nobody has a file open for writing: only then the kernel grants a lease to read it, and only on
// files of one's own. It is given back at once.
func isDone(file string) bool {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	var system syscall.Statfs_t
	fd := int(f.Fd())
	if syscall.Fstatfs(fd, &system) != nil || !isLocal(system) {
		return false
	}
	if _, _, refused := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), setLease, readOnly); refused != 0 {
		return false
	}
	_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), setLease, noLease) // closing the file does it as well
	return true
}
