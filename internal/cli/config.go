package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// settings is a file of settings. A flag given on the command line wins, then its
// variable, then the table of the command, then the top of the file.
type settings struct{ values map[string]any }

func readConfig(r io.Reader) (kong.Resolver, error) {
	s := &settings{}
	if _, err := toml.NewDecoder(r).Decode(&s.values); err != nil {
		return nil, fmt.Errorf("not a TOML file: %w", err)
	}
	return s, nil
}

// Validate refuses settings that no command has: a misspelt one would be ignored.
func (s *settings) Validate(app *kong.Application) error { return known(s.values, app.Node, nil) }

func known(values map[string]any, node *kong.Node, flags []*kong.Flag) error {
	flags = append(slices.Clone(flags), node.Flags...)
	for name, value := range values {
		if table, ok := value.(map[string]any); ok {
			i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == name })
			if i < 0 && anyFlag(node, func(f *kong.Flag) bool { return strings.HasPrefix(f.Name, name+"-") }) {
				for key := range table {
					if !hasFlag(node, flags, name+"-"+key) {
						return fmt.Errorf("settings: no flag is called %q", name+"-"+key)
					}
				}
				continue
			}
			if i < 0 {
				return fmt.Errorf("settings: no command is called %q", name)
			}
			if err := known(table, node.Children[i], flags); err != nil {
				return err
			}
			continue
		}
		if !hasFlag(node, flags, name) {
			return fmt.Errorf("settings: no flag is called %q", name)
		}
	}
	return nil
}

func hasFlag(node *kong.Node, flags []*kong.Flag, name string) bool {
	is := func(f *kong.Flag) bool { return f.Name == name }
	return slices.ContainsFunc(flags, is) || anyFlag(node, is)
}

// anyFlag reports whether a command, or one below it, has such a flag.
func anyFlag(node *kong.Node, is func(*kong.Flag) bool) bool {
	return slices.ContainsFunc(node.Flags, is) ||
		slices.ContainsFunc(node.Children, func(n *kong.Node) bool { return anyFlag(n, is) })
}

// Resolve returns the value that the file gives to the flag, nil when none.
func (s *settings) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return nil, nil // its value stands already
		}
	}
	found, at := s.lookup(flag.Name), s.values
	for _, step := range ctx.Path {
		if step.Command == nil {
			continue
		}
		if at, _ = at[step.Command.Name].(map[string]any); at == nil {
			break
		}
		if v, ok := at[flag.Name]; ok {
			found = v
		}
	}
	return found, nil
}

// lookup finds a flag at the top of the file, by its name or in a table that its name
// begins with: every in [imports] is imports-every.
func (s *settings) lookup(flag string) any {
	if v, ok := s.values[flag]; ok {
		return v
	}
	for i, c := range flag {
		if c != '-' {
			continue
		}
		if table, ok := s.values[flag[:i]].(map[string]any); ok {
			if v, ok := table[flag[i+1:]]; ok {
				return v
			}
		}
	}
	return nil
}
