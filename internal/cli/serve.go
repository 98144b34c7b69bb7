package cli

import (
	"context"
	"fmt"
	"time"

	"continuum/internal/app"
	"continuum/internal/store"
)

// storage says where the register is kept.
type storage struct {
	Data        string `help:"Folder of the embedded database, ${default} unless told otherwise." default:"var" env:"CONTINUUM_DATA_DIR" placeholder:"DIR"`
	DatabaseURL string `help:"PostgreSQL database, instead of the embedded one." placeholder:"postgres://…"`
}

// place is where the flags say the register is.
func (s *storage) place() app.Storage {
	return app.Storage{DataDir: s.Data, DatabaseURL: s.DatabaseURL}
}

// open opens the register for one command, which closes it.
func (s *storage) open(ctx context.Context) (*store.DB, error) {
	return app.OpenStore(ctx, s.place(), time.Now)
}

// files says where the files of dossiers are kept.
type files struct {
	Attachments    string        `help:"Folder where the files of dossiers are kept; attachments in the data folder unless told otherwise." placeholder:"DIR"`
	AttachmentsMax int           `help:"Largest file taken, in MB, whatever the rules of a call allow; 0: what they allow." default:"0"`
	S3             string        `name:"s3" help:"Bucket that keeps the files of dossiers instead of a folder." env:"CONTINUUM_S3" placeholder:"https://host/bucket"`
	S3Region       string        `name:"s3-region" help:"Region of the bucket." env:"CONTINUUM_S3_REGION" default:"us-east-1"`
	S3Key          string        `name:"s3-key" help:"Access key of the bucket." env:"CONTINUUM_S3_KEY" placeholder:"KEY"`
	S3Secret       string        `name:"s3-secret" help:"Its secret: better in the variable than on the command line." env:"CONTINUUM_S3_SECRET" placeholder:"SECRET"`
	Clamd          string        `help:"ClamAV daemon asked about each file: host:port, or the path of its socket. What it could not judge is refused." placeholder:"ADDRESS"`
	ClamdWait      time.Duration `help:"How long the daemon may take." default:"30s"`
}

func (f *files) kept() app.Files {
	return app.Files{
		Dir: f.Attachments, MaxMB: f.AttachmentsMax, S3: f.S3, S3Region: f.S3Region, S3Key: f.S3Key, S3Secret: f.S3Secret,
		Clamd: f.Clamd, ClamdWait: f.ClamdWait,
	}
}

type serve struct {
	storage
	distances
	smtp
	signIn
	retention
	files
	Addr      string `help:"Address to listen on." default:"127.0.0.1:8080"`
	BaseURL   string `help:"Public address of the site, for links in exports and shared pages." placeholder:"https://…"`
	Theme     string `help:"Look of the pages: dsfr is reserved to the State's services, neutre is for everyone (${enum})." enum:"dsfr,neutre" default:"dsfr"`
	LogFormat string `help:"Form of the log (${enum})." enum:"text,json" default:"text"`
	LogLevel  string `help:"Least serious lines to log (${enum})." enum:"debug,info,warn,error" default:"info"`

	PageCache    int           `help:"How many rendered pages to keep in memory until the register changes; 0 keeps none." default:"1024"`
	Poll         time.Duration `help:"How often to ask the store whether it changed." default:"1s"`
	Grace        time.Duration `help:"How long requests in flight may last when stopping." default:"10s"`
	ClientHeader string        `help:"Header in which your proxy puts the visitor's address, to slow down floods of reports; never stored." placeholder:"X-Forwarded-For"`

	Moderation bool `help:"What people write of their campus is looked at before it is public."`

	GeocoderURL     string        `help:"Address engine, as the French national address base answers: readers may then count distances from their address. Without it nobody is asked." placeholder:"http://…"`
	GeocoderTimeout time.Duration `help:"How long an address may wait for the engine." default:"2s"`

	ImportsEvery time.Duration `help:"How often to download and import the official sources that have a certain address; 0 is never." default:"0s"`

	OperatorName     string `help:"Legal notice: who publishes the site." placeholder:"NAME"`
	OperatorDirector string `help:"Legal notice: director of publication." placeholder:"NAME"`
	OperatorAddress  string `help:"Legal notice: postal address." placeholder:"TEXT"`
	OperatorMail     string `help:"Where readers write." placeholder:"MAIL"`
	OperatorHost     string `help:"Legal notice: who hosts the site, with address." placeholder:"TEXT"`
	OperatorSource   string `help:"Address of the source code." placeholder:"URL"`
}

// Run serves until asked to stop.
func (s *serve) Run(ctx context.Context, p *Program) error {
	a, err := app.New(ctx, app.Config{
		Addr: s.Addr, Storage: s.place(), Distances: *s.settings(), Theme: s.Theme, BaseURL: s.BaseURL,
		Addresses: app.Addresses{GeocoderURL: s.GeocoderURL, GeocoderTimeout: s.GeocoderTimeout},
		LogFormat: s.LogFormat, LogLevel: s.LogLevel,
		PageCache: s.PageCache, Poll: s.Poll, Grace: s.Grace, ClientHeader: s.ClientHeader, ImportsEvery: s.ImportsEvery,
		Moderation: s.Moderation, Files: s.files.kept(),
		Operator: app.Operator{
			Name: s.OperatorName, Director: s.OperatorDirector, Address: s.OperatorAddress,
			Mail: s.OperatorMail, Host: s.OperatorHost, Source: s.OperatorSource,
		},
		Mailing: s.mailing(), SignIn: s.signIn.signIn(), Keep: s.keep(),
		Version: p.Version, Logs: p.Stderr, Ready: p.Stdout,
	})
	if err != nil {
		return err
	}
	return a.Run(ctx)
}

type showVersion struct{}

// Run prints the version.
func (showVersion) Run(p *Program) error {
	_, err := fmt.Fprintln(p.Stdout, "continuum", p.Version)
	return err
}
