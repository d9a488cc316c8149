package envflag

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// values are the flags of a command after the variables have been read.
type values struct {
	url    string
	port   int
	wait   time.Duration
	header []string
	keep   bool
}

func fill(t *testing.T, variables map[string]string, args []string, skip ...string) (values, []string, error) {
	t.Helper()
	var v values
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.StringVar(&v.url, "base-url", "default", "")
	flags.IntVar(&v.port, "port", 4010, "")
	flags.DurationVar(&v.wait, "wait", time.Second, "")
	flags.StringArrayVar(&v.header, "header", nil, "")
	flags.BoolVar(&v.keep, "keep", false, "")
	flags.Bool("help", false, "")
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	environment := Environment{Prefix: "OUR_", Separator: "\n", Lookup: func(name string) (string, bool) {
		value, found := variables[name]
		return value, found
	}}
	filled, err := environment.Fill(flags, skip...)
	return v, filled, err
}

func TestFill(t *testing.T) {
	for name, test := range map[string]struct {
		variables  map[string]string
		args, skip []string
		want       values
		filled     []string
	}{
		"nothing":             {nil, nil, nil, values{"default", 4010, time.Second, nil, false}, nil},
		"a variable each":     {map[string]string{"OUR_BASE_URL": "u", "OUR_PORT": "1", "OUR_WAIT": "2m", "OUR_KEEP": "true"}, nil, nil, values{"u", 1, 2 * time.Minute, nil, true}, []string{"base-url", "keep", "port", "wait"}},
		"the command line":    {map[string]string{"OUR_BASE_URL": "u", "OUR_PORT": "1"}, []string{"--base-url", "c", "--port=0"}, nil, values{"c", 0, time.Second, nil, false}, nil},
		"an empty variable":   {map[string]string{"OUR_BASE_URL": "", "OUR_PORT": ""}, nil, nil, values{"default", 4010, time.Second, nil, false}, nil},
		"another's variables": {map[string]string{"BASE_URL": "u", "THEIR_PORT": "1", "OUR_HELP": "true"}, nil, nil, values{"default", 4010, time.Second, nil, false}, nil},
		"several values":      {map[string]string{"OUR_HEADER": "A: 1, 2\nB: 3"}, nil, nil, values{"default", 4010, time.Second, []string{"A: 1, 2", "B: 3"}, false}, []string{"header"}},
		"of a service":        {map[string]string{"OUR_PORT": "tcp://10.96.12.5:4010", "OUR_WAIT": "2m"}, nil, nil, values{"default", 4010, 2 * time.Minute, nil, false}, []string{"wait"}},
		"one to skip":         {map[string]string{"OUR_BASE_URL": "u", "OUR_PORT": "1"}, nil, []string{"port"}, values{"u", 4010, time.Second, nil, false}, []string{"base-url"}},
	} {
		got, filled, err := fill(t, test.variables, test.args, test.skip...)
		if err != nil {
			t.Errorf("%s: got %v, want no error", name, err)
		}
		if got.url != test.want.url || got.port != test.want.port || got.wait != test.want.wait || got.keep != test.want.keep || !slices.Equal(got.header, test.want.header) {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
		if !slices.Equal(filled, test.filled) {
			t.Errorf("%s: got %v filled, want %v", name, filled, test.filled)
		}
	}
}

func TestFillNamesTheVariable(t *testing.T) {
	_, _, err := fill(t, map[string]string{"OUR_WAIT": "soon"}, nil)
	var wrong *Error
	if !errors.As(err, &wrong) || wrong.Variable != "OUR_WAIT" || wrong.Value != "soon" || wrong.Type != "duration" {
		t.Errorf("got %#v, want an Error about soon, which is no duration, in OUR_WAIT", err)
	}
}

func TestUnknown(t *testing.T) {
	environment := Environment{Prefix: "OUR_", Others: []string{"OUR_BINARY"}}
	flags := []string{"list-uuid", "token", "base-url", "header", "rate", "run"}
	for variable, want := range map[string]string{
		"OUR_LIST_UUID=1":           "",
		"OUR_LISTUUID=1":            "OUR_LIST_UUID",
		"OUR_LIST_UID=1":            "OUR_LIST_UUID",
		"OUR_list_uuid=1":           "OUR_LIST_UUID",
		"OUR_TOKN=1":                "OUR_TOKEN",
		"our_token=1":               "OUR_TOKEN",
		"Our_Tokn=1":                "OUR_TOKEN",
		"OUR_BINARY=/bin/our":       "",
		"OUR_HEADERS=1":             "OUR_HEADER",
		"OUR_BASE_ADDRESS=1":        "none",
		"OUR_TOKENVALUE=1":          "OUR_TOKEN",
		"OUR_BASE=1":                "OUR_BASE_URL",
		"OUR_QUITE_ANOTHER_THING=1": "none",
		"OUR_LISTUUID=":             "", // an unset secret of CI
		"THEIR_LISTUUID=1":          "",
		"OURLISTUUID=1":             "",
		// What a cluster sets for a service "our", and for one "our-mock".
		"OUR_SERVICE_HOST=10.0.0.1":                  "",
		"OUR_SERVICE_PORT=4010":                      "",
		"OUR_SERVICE_PORT_HTTP=4010":                 "",
		"OUR_PORT=tcp://10.0.0.1:4010":               "",
		"OUR_PORT_4010_TCP=tcp://10.0.0.1:4010":      "",
		"OUR_PORT_4010_TCP_PROTO=tcp":                "",
		"OUR_PORT_4010_TCP_PORT=4010":                "",
		"OUR_PORT_4010_TCP_ADDR=10.0.0.1":            "",
		"OUR_PORT_53_UDP_ADDR=10.0.0.1":              "",
		"OUR_MOCK_SERVICE_HOST=10.0.0.1":             "",
		"OUR_MOCK_PORT=udp://10.0.0.1:53":            "",
		"OUR_MOCK_PORT_4010_TCP=tcp://10.0.0.1:4010": "",
		"OUR_NAME=/app/our":                          "", // Docker's links
		"OUR_ENV_PATH=/bin":                          "",
		"OUR_PORT=4010":                              "none",
		"OUR_REPORT=a.json":                          "none",
	} {
		got := environment.Unknown([]string{"HOME=/", variable}, flags)
		switch {
		case want == "" && len(got) > 0:
			t.Errorf("%s: got %v, want it accepted", variable, got)
		case want != "" && len(got) != 1:
			t.Errorf("%s: got %d refused, want 1", variable, len(got))
		case want == "none" && got[0].Near != "", want != "" && want != "none" && got[0].Near != want:
			t.Errorf("%s: near: got %q, want %s", variable, got[0].Near, want)
		}
	}
}

func TestNearFlag(t *testing.T) {
	for argument, want := range map[string]string{
		"--list-uid=1": "list-uuid",
		"--Token=1":    "token",
		"--list_uuid":  "list-uuid",
		"--list":       "list-uuid",
		"--bogus":      "",
		"-x":           "",
	} {
		flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
		flags.String("list-uuid", "", "")
		flags.String("token", "", "")
		err := flags.Parse([]string{argument})
		if err == nil {
			t.Fatalf("%s: got no error, want an unknown flag", argument)
		}
		if got := NearFlag(err, flags); got != want {
			t.Errorf("%s: got %q, want %q", argument, got, want)
		}
	}
	if got := NearFlag(errors.New("another"), pflag.NewFlagSet("test", pflag.ContinueOnError)); got != "" {
		t.Errorf("another error: got %q, want nothing", got)
	}
}
