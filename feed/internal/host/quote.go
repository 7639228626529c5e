package host

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"text/template"
)

// functions write a text so that the host reads it as it is.
var functions = template.FuncMap{
	"nginx": nginxWord, "nginxPath": nginxPath, "apache": apacheWord, "caddy": caddyWord, "shell": shellWord,
	"html": html.EscapeString, "re": regexp.QuoteMeta, "any": anyOf,
	"key": func(p string) string { return strings.TrimPrefix(p, "/") }, "join": strings.Join, "bare": func(p string) string { return strings.TrimSuffix(p, "/") },
}

// nginxWord quotes as the parser of nginx reads it (ngx_conf_read_token).
func nginxWord(s string) (string, error) {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, oneLine(s)
}

// nginxPath is a word in which nginx puts variables, and there is no way to write a dollar sign.
func nginxPath(s string) (string, error) {
	if strings.Contains(s, "$") {
		return "", fmt.Errorf("nginx can't be told of a path with a dollar sign, as in %q", s)
	}
	return nginxWord(s)
}

// apacheWord quotes as ap_getword_conf reads it; ${NAME} is a variable everywhere.
func apacheWord(s string) (string, error) {
	if strings.Contains(s, "${") {
		return "", fmt.Errorf("a path with ${ can't be told Apache, as in %q", s)
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`, oneLine(s)
}

// caddyWord quotes as the lexer of the Caddyfile reads it, where a brace begins a placeholder.
func caddyWord(s string) (string, error) {
	if strings.Contains(s, "{") {
		return "", fmt.Errorf("a path with a brace can't be told Caddy, as in %q", s)
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`, oneLine(s)
}

func shellWord(s string) (string, error) {
	return `'` + strings.ReplaceAll(s, `'`, `'\''`) + `'`, oneLine(s)
}

// oneLine refuses what would begin a line of its own.
func oneLine(s string) error {
	if strings.ContainsAny(s, "\r\n\x00") {
		return fmt.Errorf("a path of more than one line can't be written down: %q", s)
	}
	return nil
}

// anyOf is a regular expression for one of several extensions.
func anyOf(exts []string) string {
	quoted := make([]string, len(exts))
	for i, e := range exts {
		quoted[i] = regexp.QuoteMeta(e)
	}
	return strings.Join(quoted, "|")
}
