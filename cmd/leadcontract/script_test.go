package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// canary is the token of every script. No output may contain it.
const canary = "canary-7f3a2c91d04e"

// list is a list in the mock's seed.
const list = "c4869e79-f0fa-4c6a-9410-bc0defac375a"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"leadcontract": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"nocanary": noCanary,
			"edit":     edit,
		},
	})
}

// setUp starts the deployments of the scripts and sets a variable for each.
func setUp(env *testscript.Env) error {
	good, err := mock.New(mock.WithImportDelay(0))
	if err != nil {
		return err
	}
	strict, err := mock.New(mock.WithAuth("another-token"))
	if err != nil {
		return err
	}
	other, err := mock.New(mock.WithImportDelay(0), mock.WithReadings(openapi.Readings{"A14": "prefix", "A44": "dropped"}))
	if err != nil {
		return err
	}
	env.Defer(func() { _ = errors.Join(good.Close(), strict.Close(), other.Close()) })
	for name, handler := range map[string]http.Handler{
		"MOCK":   good,
		"STRICT": strict,
		"OTHER":  other,
		"BROKEN": otherNotFound(good),
		"STUCK":  refuseDeletes(good),
		"HALF":   halfDown(good),
		"LOGIN":  http.HandlerFunc(loginPage),
		"GATE":   gate(good),
		"AGENTS": agents(filepath.Join(env.WorkDir, "agents"), good),
		"EXPIRE": expiring(good),
		"TALK":   talkative(good),
		"EVIL":   commanding(good),
	} {
		server := httptest.NewServer(handler)
		env.Defer(server.Close)
		env.Setenv(name, server.URL)
	}
	if err := secured(env, good); err != nil {
		return err
	}
	dead, free, err := closedPort()
	if err != nil {
		return err
	}
	env.Defer(free)
	env.Setenv("DEAD", dead)
	env.Setenv("LIST", list)
	env.Setenv("CANARY", canary)
	env.Setenv("LEADCONTRACT_TOKEN", canary)
	env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache")) // for intents
	return nil
}

// otherNotFound changes the text of one documented error.
func otherNotFound(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodDelete {
			next.ServeHTTP(w, r)
			return
		}
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(recorder.Code)
		fmt.Fprint(w, strings.Replace(recorder.Body.String(), "Not Found", "No such lead", 1))
	})
}

// refuseDeletes deletes nothing.
func refuseDeletes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, `{"error":"out of order"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// halfDown is a gateway that cannot reach the part of a deployment that answers a search by number.
func halfDown(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("phone_number") {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html><center>nginx</center></html>")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loginPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "<!DOCTYPE html><title>Log in</title>")
}

// closedPort returns the URL of a port that refuses connections. Until free is called a connection has the port, so no other server gets it.
func closedPort() (url string, free func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	holder, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return "", nil, errors.Join(err, listener.Close())
	}
	return "http://" + holder.LocalAddr().String(), func() { _ = errors.Join(holder.Close(), listener.Close()) }, nil
}

// exits runs a command that must exit with a code: exits CODE COMMAND ARGUMENT...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGUMENT...")
	}
	code := 0
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		code = ended.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want := args[0]; strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// noCanary searches for the token in the last output and in every file of the script's folder.
func noCanary(ts *testscript.TestScript, neg bool, _ []string) {
	texts := map[string]string{"stdout": ts.ReadFile("stdout"), "stderr": ts.ReadFile("stderr")}
	err := filepath.WalkDir(ts.MkAbs("."), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			texts[path] = ts.ReadFile(path)
		}
		return err
	})
	ts.Check(err)
	for name, text := range texts {
		if strings.Contains(text, canary) != neg {
			ts.Fatalf("%s: the token is in it: %t, want %t", name, !neg, neg)
		}
	}
}

// edit writes a copy of a JSON file with other values at some places: edit FROM TO PLACE VALUE... A place is a path like .results.0.id.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 || len(args)%2 != 0 {
		ts.Fatalf("usage: edit FROM TO PLACE VALUE...")
	}
	var whole any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &whole))
	for i := 2; i < len(args); i += 2 {
		var value any
		ts.Check(json.Unmarshal([]byte(args[i+1]), &value))
		place := strings.Split(strings.TrimPrefix(args[i], "."), ".")
		part := whole
		for at, name := range place {
			last := at == len(place)-1
			switch holder := part.(type) {
			case map[string]any:
				if last {
					holder[name] = value
				}
				part = holder[name]
			case []any:
				n, err := strconv.Atoi(name)
				ts.Check(err)
				part = holder[n]
			default:
				ts.Fatalf("there is no place %s, want one of an object or an array", args[i])
			}
		}
	}
	data, err := json.Marshal(whole)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o666))
}
