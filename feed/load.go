package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// Bounds of a feed that is fetched.
const (
	loadTime  = 30 * time.Second
	loadBytes = 64 << 20 // 64 MiB
	loadMost  = 10_000   // archive documents
)

// load reads a document from a file or an address.
func load(ctx context.Context, source string) ([]byte, error) {
	if !strings.HasPrefix(source, "http://") && !strings.HasPrefix(source, "https://") {
		b, err := os.ReadFile(source)
		if err != nil {
			return nil, withHint("name a file, or an address that begins with https://", "read feed: %w", err)
		}
		return b, nil
	}
	b, err := fetch(ctx, source)
	if err != nil {
		return nil, withHint("check the address in a browser", "fetch %q: %w", source, err)
	}
	return b, nil
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "seedfeed/"+Version)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close() // only read
	if res.StatusCode != http.StatusOK {
		return nil, errors.New(res.Status)
	}
	b, err := io.ReadAll(io.LimitReader(res.Body, loadBytes+1))
	if err == nil && len(b) > loadBytes {
		err = fmt.Errorf("larger than %d bytes", loadBytes)
	}
	return b, err
}
