//go:build unix

package mock_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The benchmarks send the same requests over real HTTP on loopback to a mock and to a bare net/http handler that writes the
// same bytes, each in its own process, in rounds of random order. They report medians: of-bare-cpu is the bare handler's CPU
// time per request divided by the mock's, of-bare is the mock's request rate divided by the bare handler's. -benchtime 15x
// makes 15 rounds.

type benchCase struct{ name, method, path, body string }

const (
	byList     = "&list_uuid=" + documentedList
	byCampaign = "&campaign_uuid=" + documentedCampaign
)

var benchCases = []benchCase{
	{"get", "GET", "/v3/lead/" + demo01, ""},
	{"list", "GET", "/v3/lead?limit=10", ""},
	{"list-by-phone", "GET", "/v3/lead?limit=10&phone_number=0349719999", ""},
	{"create", "POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","lead_name":"Demo01","lead_code":"DP01","phone_number":"0349719999"}`},
	{"create-refused", "POST", "/v3/lead", `{"list_uuid":"` + documentedList + `","phone_number":""}`},
	{"update", "PUT", "/v3/lead/" + demo01, `{"lead_uuid":"` + demo01 + `","lead_name":"Demo01","phone_number":"0349719999","province":"Hà Nội"}`},
}

// deepCases are pages of ten far down a long list. Each is also compared with the same page of an almost empty store.
var deepCases = []benchCase{
	{"deep", "GET", "/v3/lead?limit=10", ""},
	{"deep-by-list", "GET", "/v3/lead?limit=10" + byList, ""},
	{"deep-by-campaign", "GET", "/v3/lead?limit=10" + byCampaign, ""},
	{"deep-by-list-and-campaign", "GET", "/v3/lead?limit=10" + byList + byCampaign, ""},
}

func BenchmarkHTTP(b *testing.B) {
	for _, leads := range []int{4, million} {
		b.Run(fmt.Sprintf("leads=%d", leads), func(b *testing.B) {
			for _, bench := range benchCases {
				b.Run(bench.name, func(b *testing.B) { share(b, bench, leads) })
			}
		})
	}
}

// share compares a mock with the bare handler.
func share(b *testing.B, bench benchCase, leads int) {
	played, bare := startMock(b, leads), startBare(b)
	if bench.name == "list" && leads == 4 {
		played.fill(b)
	}
	bare.answer(b, played.sample(b, bench))
	played.request = wire(bench.method, bench.path, bench.body)
	bare.request = played.request
	rounds := measure(b, 1, bare, played)
	b.ReportMetric(median(rounds, func(r round) float64 { return r.cpu[0] / r.cpu[1] }), "of-bare-cpu")
	b.ReportMetric(median(rounds, func(r round) float64 { return r.wall[0] / r.wall[1] }), "of-bare")
	b.ReportMetric(median(rounds, func(r round) float64 { return connections * batch / r.wall[1] }), "mock-req/s")
	b.ReportMetric(median(rounds, func(r round) float64 { return r.cpu[1] / connections / batch * 1e6 }), "mock-cpu-us")
}

// BenchmarkDeepPage compares a deep page of a million leads with the same page of an almost empty store, in CPU time and in
// time. It reports the medians and the worst round, over all rounds and over those without garbage collection. The garbage
// is net/http's; to find it, the collector scans all leads, once in more than 100,000 requests.
func BenchmarkDeepPage(b *testing.B) {
	for _, bench := range deepCases {
		b.Run(bench.name, func(b *testing.B) {
			few, many := startMock(b, 4), startMock(b, million)
			few.fill(b)
			few.request, many.request = wire("GET", bench.path, ""), wire("GET", bench.path+"&offset=900000", "")
			rounds := measure(b, 10, few, many)
			cpu := func(r round) float64 { return r.cpu[1] / r.cpu[0] }
			wall := func(r round) float64 { return r.wall[1] / r.wall[0] }
			b.ReportMetric(median(rounds, cpu), "slowdown-cpu")
			b.ReportMetric(worst(rounds, cpu), "worst-cpu")
			quiet := slices.DeleteFunc(slices.Clone(rounds), func(r round) bool { return r.collected })
			b.ReportMetric(float64(len(rounds)-len(quiet)), "collected")
			if len(quiet) > 0 {
				b.ReportMetric(worst(quiet, cpu), "worst-cpu-uncollected")
			}
			b.ReportMetric(median(rounds, wall), "slowdown")
			b.ReportMetric(worst(rounds, wall), "worst")
		})
	}
}

// round is how long two servers took for the same number of requests, in seconds.
type round struct {
	cpu, wall [2]float64
	collected bool // whether the second one collected garbage meanwhile
}

// measure sends rounds of batches to two servers in turn, so that other work on the machine slows both. A long round
// includes its share of garbage collection.
func measure(b *testing.B, batches int, first, second *child) []round {
	servers := [2]*child{first, second}
	var open [2][]connection
	for i, server := range servers {
		open[i] = dial(b, server.address)
		run(b, open[i], server.request)
	}
	var rounds []round
	for b.Loop() {
		var made round
		for range batches {
			for _, i := range rand.Perm(len(servers)) {
				before := servers[i].usage(b)
				made.wall[i] += run(b, open[i], servers[i].request).Seconds()
				after := servers[i].usage(b)
				made.cpu[i] += (after.CPU - before.CPU).Seconds()
				made.collected = made.collected || i == 1 && after.Collections > before.Collections
			}
		}
		rounds = append(rounds, made)
	}
	b.ReportMetric(0, "ns/op")
	return rounds
}

func median(rounds []round, of func(round) float64) float64 {
	values := sorted(rounds, of)
	return values[len(values)/2]
}

func worst(rounds []round, of func(round) float64) float64 {
	values := sorted(rounds, of)
	return values[len(values)-1]
}

func sorted(rounds []round, of func(round) float64) (values []float64) {
	for _, r := range rounds {
		values = append(values, of(r))
	}
	slices.Sort(values)
	return values
}

// fill adds leads until a page has ten.
func (c *child) fill(b *testing.B) {
	b.Helper()
	for range 10 {
		c.sample(b, benchCase{method: "POST", path: "/v3/lead", body: strings.ReplaceAll(benchCases[3].body, "0349719999", "0349719998")})
	}
}
