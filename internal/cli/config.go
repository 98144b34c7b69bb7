package cli

import (
	"fmt"
	"io"
	"os"
	"slices"

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
	return slices.ContainsFunc(flags, is) || slices.ContainsFunc(node.Flags, is) ||
		slices.ContainsFunc(node.Children, func(n *kong.Node) bool { return hasFlag(n, nil, name) })
}

// Resolve returns the value that the file gives to the flag, nil when none.
func (s *settings) Resolve(ctx *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, ok := os.LookupEnv(name); ok {
			return nil, nil // its value stands already
		}
	}
	found, at := s.values[flag.Name], s.values
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
