package check

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// patience is how long one answer may take.
const patience = 30 * time.Second

// URL loads a document as readers do, and checks it and how it is served (R44-R52), what it encloses too. The error says that no answer came.
func URL(ctx context.Context, address, agent string, now time.Time) ([]Finding, error) {
	c := &client{agent: agent, report: &report{name: address, now: now}}
	c.http = &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer c.http.CloseIdleConnections()
	res, body, err := c.follow(ctx, address)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		c.report.add(place{}, unanswered, "the answer is %s", res.Status)
		return c.report.findings, nil
	}
	c.headers(res.Header)
	c.packed(res, len(body))
	if err := c.revalidate(ctx, res); err != nil {
		return nil, err
	}
	document := read(c.final, body, now)
	c.kind(res.Header.Get("Content-Type"), document)
	if err := c.head(ctx, res); err != nil {
		return nil, err
	}
	if err := c.enclosures(ctx, document); err != nil {
		return nil, err
	}
	return append(c.report.findings, document.sorted()...), nil
}

type client struct {
	http   *http.Client
	agent  string
	report *report
	final  string // where redirects led
}

func (c *client) request(ctx context.Context, address string, header ...string) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", address, err)
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Origin", "https://reader.invalid") // some servers send CORS headers to browsers only
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, nil, err // names the address
	}
	defer res.Body.Close() // only read
	var in io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" && res.StatusCode == http.StatusOK {
		if in, err = gzip.NewReader(in); err != nil {
			return nil, nil, fmt.Errorf("unpack %q: %w", address, err)
		}
	}
	body, err := io.ReadAll(io.LimitReader(in, maxDocument))
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", address, err)
	}
	return res, body, nil
}

// follow loads a document through redirects (R50).
func (c *client) follow(ctx context.Context, address string) (*http.Response, []byte, error) {
	const enough = 10 // redirects, as browsers count
	c.final = address
	for range enough {
		res, body, err := c.request(ctx, c.final)
		if err != nil || res.StatusCode < 300 || res.StatusCode > 399 || res.Header.Get("Location") == "" {
			return res, body, err
		}
		to, err := res.Location()
		if err != nil {
			return nil, nil, fmt.Errorf("read %q: %w", address, err)
		}
		c.report.add(place{}, redirected, "the answer is %d to %q", res.StatusCode, to.String())
		c.final = to.String()
	}
	return nil, nil, errors.New("too many redirects from " + address)
}

func (c *client) headers(h http.Header) {
	switch {
	case h.Get("ETag") == "" && h.Get("Last-Modified") == "":
		c.report.add(place{}, noValidator, "the answer has neither ETag nor Last-Modified")
	case h.Get("Last-Modified") != "":
		if t, err := http.ParseTime(h.Get("Last-Modified")); err != nil {
			c.report.add(place{}, noValidator, "Last-Modified is no HTTP date: %q", h.Get("Last-Modified"))
		} else if t.After(c.report.now.Add(time.Minute)) {
			c.report.add(place{}, noValidator, "Last-Modified is in the future: %q", h.Get("Last-Modified"))
		}
	}
	if cache := strings.ToLower(h.Get("Cache-Control")); cache == "" && h.Get("Expires") == "" {
		c.report.add(place{}, noFreshness, "the answer has no Cache-Control")
	} else if strings.Contains(cache, "no-store") {
		c.report.add(place{}, noValidator, "Cache-Control forbids to keep a copy: %q", cache)
	}
	if h.Get("Access-Control-Allow-Origin") == "" {
		c.report.add(place{}, noCORS, "the answer has no Access-Control-Allow-Origin")
	}
}

// worthPacking is the size from which compression pays, in bytes: what is smaller fits into one packet anyway.
const worthPacking = 1400

func (c *client) packed(res *http.Response, size int) {
	switch packed := res.Header.Get("Content-Encoding") != ""; {
	case !packed && size > worthPacking:
		c.report.add(place{}, uncompressed, "the answer has %d kB, not compressed", max(1, size>>10))
	case packed && !strings.Contains(strings.ToLower(strings.Join(res.Header.Values("Vary"), ",")), "accept-encoding"):
		c.report.add(place{}, noVary, "the answer is compressed, but Vary doesn't say so")
	}
}

// revalidate asks again as a reader does that has a copy (R44).
func (c *client) revalidate(ctx context.Context, res *http.Response) error {
	for _, pair := range [][2]string{{"ETag", "If-None-Match"}, {"Last-Modified", "If-Modified-Since"}} {
		header, value := pair[1], res.Header.Get(pair[0])
		if value == "" {
			continue
		}
		again, body, err := c.request(ctx, c.final, header, value)
		switch {
		case err != nil:
			return err
		case again.StatusCode != http.StatusNotModified:
			c.report.add(place{}, no304, "the answer to %s is %s, not 304", header, again.Status)
		case len(body) > 0:
			c.report.add(place{}, no304, "the answer 304 has a body")
		}
	}
	return nil
}

// head asks for the headers alone (R48).
func (c *client) head(ctx context.Context, got *http.Response) error {
	res, err := c.ask(ctx, http.MethodHead, c.final, "Accept-Encoding", "gzip")
	if err == nil && res.StatusCode != got.StatusCode {
		c.report.add(place{}, noHead, "the answer to HEAD is %s", res.Status)
	}
	return err
}

// enclosuresMost is how many files are asked for: one host mostly has them all.
const enclosuresMost = 3

// enclosures asks for the first byte of what comes with the first entries (R52), and compares the length with what the document says.
func (c *client) enclosures(ctx context.Context, document *report) error {
	asked := map[string]bool{}
	for _, f := range document.summary.files {
		if asked[f.url] || len(asked) == enclosuresMost || !strings.HasPrefix(f.url, "http") {
			continue
		}
		asked[f.url] = true
		res, err := c.ask(ctx, http.MethodGet, f.url, "Range", "bytes=0-0")
		var total int64
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			document.add(f.at, badEnclosure, "there is no answer from %q", f.url)
			continue
		case res.StatusCode == http.StatusOK:
			document.add(f.at, noRanges, "the answer to Range is 200, the whole file: %q", f.url)
			total = res.ContentLength
		case res.StatusCode == http.StatusPartialContent:
			_, size, _ := strings.Cut(res.Header.Get("Content-Range"), "/")
			total, _ = number(size)
		default:
			document.add(f.at, badEnclosure, "the answer is %s: %q", res.Status, f.url)
		}
		if total > 0 && f.length > 0 && total != f.length {
			document.add(f.at, wrongLength, "the length is %d, but the file has %d bytes: %q", f.length, total, f.url)
		}
	}
	return nil
}

// ask sends a request whose answer counts but for its body, through redirects: hosts that count downloads use them.
func (c *client) ask(ctx context.Context, method, address string, header ...string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", address, err)
	}
	req.Header.Set("User-Agent", c.agent)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	follow := *c.http
	follow.CheckRedirect = nil
	res, err := follow.Do(req)
	if err != nil {
		return nil, err // names the address
	}
	return res, res.Body.Close() // what is left of it is not read
}

// kind compares the type in the header with what came (R49).
func (c *client) kind(header string, document *report) {
	kind, params, err := mime.ParseMediaType(header)
	if err != nil {
		c.report.add(place{}, wrongType, "Content-Type is missing or wrong: %q", header)
		return
	}
	good, known := map[string]string{
		"atom": "application/atom+xml application/xml text/xml", "rss": "application/rss+xml application/xml text/xml",
		"json": "application/feed+json application/json", "opml": "text/x-opml text/xml application/xml application/opml+xml", "html": "text/html",
	}[document.kind]
	if known && !strings.Contains(" "+good+" ", " "+kind+" ") {
		c.report.add(place{}, wrongType, "Content-Type is %s", kind)
	}
	switch charset := strings.ToLower(params["charset"]); {
	case charset == "" && document.kind != "json":
		c.report.add(place{}, noCharset, "Content-Type has no charset")
	case charset != "" && charset != "utf-8" && charset != "us-ascii" && document.counts[notUTF8] == 0:
		c.report.add(place{}, wrongCharset, "Content-Type says charset=%s", charset)
	}
}
