package control

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/VictoriaMetrics/metrics"

	"github.com/leadapi/leadapi/mock"
)

// getMetrics counts at each call, so requests pay nothing for it.
func getMetrics(c *call) (answer, *callError) {
	c.writer.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	out := c.writer
	writeTallies(out, c.server.Tallies())
	records, jobs := map[string]int{}, map[string]int{}
	sessions := c.server.Sessions()
	for _, session := range sessions {
		for resource, n := range session.Info().Records {
			records[resource] += n
		}
		for _, job := range session.Jobs() {
			jobs[job.State]++
		}
	}
	family(out, "leadmock_sessions", "gauge", "Sessions, the default one included.")
	metrics.WriteGaugeUint64(out, "leadmock_sessions", uint64(len(sessions)))
	writeBy(out, "leadmock_records", "resource", "Records of all sessions, by resource.", records)
	writeBy(out, "leadmock_jobs", "state", "Imports of all sessions, by state.", jobs)
	writeProcess(out)
	return answer{}, nil
}

func writeTallies(out io.Writer, tallies []mock.Tally) {
	if len(tallies) == 0 {
		return
	}
	name := func(name string, of mock.Tally) string {
		return labelled(name, "operation", of.Operation, "status", strconv.Itoa(of.Status))
	}
	const requests, seconds = "leadmock_requests_total", "leadmock_request_seconds_total"
	family(out, requests, "counter", "Requests, by operation and status; 0 is a reset connection.")
	for _, tally := range tallies {
		metrics.WriteCounterUint64(out, name(requests, tally), tally.Requests)
	}
	family(out, seconds, "counter", "Time until the reply was on its way, added up.")
	for _, tally := range tallies {
		metrics.WriteCounterFloat64(out, name(seconds, tally), tally.Duration.Seconds())
	}
}

// family writes the type and help of the metrics of one name. The library would do so only for the whole process, and
// without the help.
func family(out io.Writer, name, kind, help string) {
	fmt.Fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func writeBy(out io.Writer, name, label, help string, counts map[string]int) {
	if len(counts) == 0 {
		return
	}
	family(out, name, "gauge", help)
	for _, value := range slices.Sorted(maps.Keys(counts)) {
		metrics.WriteGaugeUint64(out, labelled(name, label, value), uint64(counts[value]))
	}
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// labelled returns the name of a metric with its labels: name, value, name, value.
func labelled(name string, labels ...string) string {
	var pairs []string
	for pair := range slices.Chunk(labels, 2) {
		pairs = append(pairs, pair[0]+`="`+escapeLabel.Replace(pair[1])+`"`)
	}
	return name + "{" + strings.Join(pairs, ",") + "}"
}
