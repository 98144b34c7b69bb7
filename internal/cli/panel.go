package cli

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"continuum/internal/expertise"
	"continuum/internal/expertise/intake"
	"continuum/internal/fault"
)

type panel struct {
	Make    panelMake    `cmd:"" help:"Make a panel with its experts and dossiers, which reads from then on."`
	Show    panelShow    `cmd:"" help:"Tell how far a panel has got."`
	Share   panelShare   `cmd:"" help:"Share the dossiers of a panel out with all conflicts known, and keep it."`
	Minutes panelMinutes `cmd:"" help:"Write the minutes of a sitting as JSON."`
	Assign  panelAssign  `cmd:"" help:"Share dossiers out among experts: parity, no conflict, level loads, sectors known."`
	Figures panelFigures `cmd:"" help:"Tell what the scores of a panel say together, before it deliberates."`
}

type panelAssign struct {
	Dossiers  string `help:"File of the dossiers, CSV or JSON." required:"" env:"-" placeholder:"FILE"`
	Experts   string `help:"File of the experts, CSV or JSON." required:"" env:"-" placeholder:"FILE"`
	Conflicts string `help:"File of declared conflicts, CSV or JSON; those that the other files show are found." env:"-" placeholder:"FILE"`
	JSON      bool   `name:"json" help:"The whole answer and its proof, instead of tables." env:"-"`

	Readers    int      `help:"Readers of a dossier that doesn't say how many it wants." default:"4" env:"-"`
	Most       int      `help:"Most dossiers of an expert who doesn't say." default:"30" env:"-"`
	Colleges   []string `help:"Names of the two colleges." default:"economy,public" env:"-" placeholder:"A,B"`
	Difference int      `help:"How far apart the colleges' numbers of readers may be on a dossier; 1 when the number is odd, -1 for no parity." default:"0" env:"-"`

	weighing
}

// weighing is what each shortcoming of an assignment costs.
type weighing struct {
	SectorWeight   int `help:"Cost of a reader who doesn't know the sector." default:"100" env:"-"`
	RegionWeight   int `help:"Cost of a reader of the dossier's region." default:"20" env:"-"`
	TogetherWeight int `help:"Cost of two readers of one college and one region on a dossier." default:"10" env:"-"`
	LoadWeight     int `help:"Cost of the square of an expert's load." default:"1" env:"-"`
}

func (w *weighing) weights() expertise.Weights {
	return expertise.Weights{Sector: w.SectorWeight, Region: w.RegionWeight, Together: w.TogetherWeight, Load: w.LoadWeight}
}

// Run shares out, or says why it can't be done.
func (a *panelAssign) Run(p *Program) error {
	problem, err := a.problem()
	if err != nil {
		return err
	}
	_, err = p.share(problem, a.JSON)
	return err
}

// share solves a problem and shows the answer, or why there is none.
func (p *Program) share(problem *expertise.Problem, asJSON bool) (*expertise.Assignment, error) {
	answer, err := expertise.Assign(problem)
	shortage, short := errors.AsType[*expertise.Shortage](err)
	switch f, _ := errors.AsType[*fault.Error](err); {
	case f != nil && (f.Field == "weights" || f.Field == "difference" || f.Field == "colleges"):
		return nil, misuseOf("%s: %w", f.Field, f.Err)
	case err != nil && !short:
		return nil, err
	case asJSON:
		err = errors.Join(p.assignmentJSON(problem, answer, shortage), err)
	case short:
		err = errors.Join(p.showShortage(shortage), err)
	default:
		err = p.showAssignment(problem, answer)
	}
	return answer, err
}

func (a *panelAssign) problem() (*expertise.Problem, error) {
	if len(a.Colleges) != 2 {
		return nil, misuseOf("--colleges: want two")
	}
	var declared []expertise.Conflict
	dossiers, err := fromFile(a.Dossiers, func(r io.Reader) ([]expertise.Dossier, error) { return intake.Dossiers(r, a.Readers) })
	if err != nil {
		return nil, err
	}
	experts, err := fromFile(a.Experts, func(r io.Reader) ([]expertise.Expert, error) { return intake.Experts(r, a.Most) })
	if err != nil {
		return nil, err
	}
	if a.Conflicts != "" {
		if declared, err = fromFile(a.Conflicts, intake.Conflicts); err != nil {
			return nil, err
		}
	}
	return &expertise.Problem{
		Dossiers: dossiers, Experts: experts, Conflicts: append(expertise.Conflicts(experts, dossiers), declared...),
		Rules: expertise.Rules{Colleges: expertise.Sides{expertise.College(a.Colleges[0]), expertise.College(a.Colleges[1])}, Difference: a.Difference, Weights: a.weights()},
	}, nil
}

// fromFile reads a file, and names it when it is at fault.
func fromFile[T any](name string, read func(io.Reader) (T, error)) (rows T, err error) {
	f, err := os.Open(name)
	if err != nil {
		return rows, err
	}
	defer f.Close()
	if rows, err = read(f); err != nil {
		return rows, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

func (p *Program) assignmentJSON(problem *expertise.Problem, a *expertise.Assignment, s *expertise.Shortage) error {
	enc := json.NewEncoder(p.Stdout)
	enc.SetIndent("", " ")
	return enc.Encode(struct {
		Assignment *expertise.Assignment `json:"assignment"`
		Shortage   *expertise.Shortage   `json:"shortage"`
		Conflicts  []expertise.Conflict  `json:"conflicts"`
	}{a, s, problem.Conflicts})
}

func (p *Program) showAssignment(problem *expertise.Problem, a *expertise.Assignment) error {
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	college := make(map[expertise.ExpertID]expertise.College)
	for _, e := range problem.Experts {
		college[e.ID] = e.College
	}
	both := problem.Rules.Colleges.Both()
	fmt.Fprintf(w, "DOSSIER\t%s\t%s\n", strings.ToUpper(string(both[0])), strings.ToUpper(string(both[1])))
	for rest := a.Readings; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Dossier == rest[0].Dossier {
			n++
		}
		var names [2][]string
		for _, r := range rest[:n] {
			k := problem.Rules.Colleges.Of(college[r.Expert])
			names[k] = append(names[k], printable(string(r.Expert)))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", printable(string(rest[0].Dossier)), strings.Join(names[0], " "), strings.Join(names[1], " "))
		rest = rest[n:]
	}
	fmt.Fprintln(w, "\nEXPERT\tCOLLEGE\tDOSSIERS")
	loads := a.Loads()
	for _, e := range slices.SortedFunc(slices.Values(problem.Experts), func(x, y expertise.Expert) int { return cmp.Compare(x.ID, y.ID) }) {
		fmt.Fprintf(w, "%s\t%s\t%d\n", printable(string(e.ID)), e.College, loads[e.ID])
	}
	if err := w.Flush(); err != nil {
		return err
	}
	c := a.Cost
	_, err := fmt.Fprintf(p.Stdout, "\n%d conflicts kept apart; cost %d: sectors %d, regions %d, together %d, loads %d; proven: no assignment costs less\n",
		len(problem.Conflicts), c.Total(), c.Sector, c.Region, c.Together, c.Load)
	return err
}

func (p *Program) showShortage(s *expertise.Shortage) error {
	var b strings.Builder
	for _, g := range s.Groups {
		fmt.Fprintf(&b, "%d readers missing, college %s: %d asked, %d to be had\n", g.Missing, joined(g.Colleges), g.Asked, g.Offered)
		fmt.Fprintf(&b, "  dossiers: %s\n", joined(g.Dossiers))
		if len(g.NoReader) > 0 {
			fmt.Fprintf(&b, "  of which nobody may read: %s\n", joined(g.NoReader))
		}
		if len(g.Full) > 0 {
			fmt.Fprintf(&b, "  experts who read all that they may: %s\n", joined(g.Full))
		}
		fmt.Fprintln(&b, "  each of these brings one reader more:")
		for _, c := range g.Relax.Conflicts {
			fmt.Fprintf(&b, "    lift the conflict of %s with %s (%s: %s)\n", printable(string(c.Expert)), printable(string(c.Dossier)), c.Why, printable(c.Evidence))
		}
		if len(g.Relax.Loads) > 0 {
			fmt.Fprintf(&b, "    one dossier more for one of: %s\n", joined(g.Relax.Loads))
		}
		if g.Relax.Parity {
			fmt.Fprintln(&b, "    a reader of the other college instead (--difference)")
		}
		fmt.Fprintf(&b, "    one expert more, who has no conflict with them\n")
	}
	for _, x := range s.Idle {
		fmt.Fprintf(&b, "%s can have %d dossiers, wants %d at least\n", printable(string(x.Expert)), x.Has, x.Least)
	}
	_, err := io.WriteString(p.Stdout, b.String())
	return err
}

func joined[T ~string](list []T) string {
	names := make([]string, len(list))
	for i, id := range list {
		names[i] = printable(string(id))
	}
	return strings.Join(names, ", ")
}
