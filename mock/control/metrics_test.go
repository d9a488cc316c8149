package control_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// ours are the mock's own metrics with their labels; dashboards depend on them, as on those of the process.
var ours = map[string]string{
	"leadmock_requests_total":        "counter operation,status",
	"leadmock_request_seconds_total": "counter operation,status",
	"leadmock_sessions":              "gauge ",
	"leadmock_records":               "gauge resource",
	"leadmock_jobs":                  "gauge state",
}

var ofGo = []string{
	"go_gc_duration_seconds", "go_gc_gogc_percent", "go_gc_gomemlimit_bytes", "go_goroutines", "go_info", "go_memstats_alloc_bytes",
	"go_memstats_alloc_bytes_total", "go_memstats_heap_alloc_bytes", "go_memstats_heap_inuse_bytes", "go_memstats_heap_objects",
	"go_memstats_last_gc_time_seconds", "go_memstats_next_gc_bytes", "go_memstats_sys_bytes", "go_sched_gomaxprocs_threads", "go_threads",
}

var ofProcess = []string{
	"process_cpu_seconds_total", "process_max_fds", "process_network_receive_bytes_total", "process_network_transmit_bytes_total",
	"process_open_fds", "process_resident_memory_bytes", "process_start_time_seconds", "process_virtual_memory_bytes", "process_virtual_memory_max_bytes",
}

// Prometheus itself can read the metrics.
func TestMetricsForPrometheus(t *testing.T) {
	c := start(t)
	c.want("PUT", "jobs", `{"after":"0s"}`, 200, "")
	c.upload()
	c.api("GET", "/nowhere", "")
	parser := expfmt.NewTextParser(model.LegacyValidation)
	got := c.want("GET", "metrics", "", 200, "")
	if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Errorf("Content-Type: got %q, want text/plain; version=0.0.4", kind)
	}
	families, err := parser.TextToMetricFamilies(strings.NewReader(got.body + "\n")) // want has trimmed it
	if err != nil {
		t.Fatalf("%v in\n%s", err, got.body)
	}
	for name, want := range ours {
		family := families[name]
		if family == nil {
			t.Errorf("got no %s, want it", name)
			continue
		}
		if family.GetHelp() == "" {
			t.Errorf("%s: got no help, want some", name)
		}
		for _, metric := range family.GetMetric() {
			var labels []string
			for _, label := range metric.GetLabel() {
				labels = append(labels, label.GetName())
			}
			slices.Sort(labels)
			if is := strings.ToLower(family.GetType().String()) + " " + strings.Join(labels, ","); is != want {
				t.Errorf("%s: got %q, want %q", name, is, want)
			}
		}
	}
	names := ofGo
	if runtime.GOOS == "linux" {
		names = slices.Concat(ofGo, ofProcess)
	}
	for _, name := range names {
		if families[name] == nil {
			t.Errorf("got no %s, want it", name)
		}
	}
	for name := range families {
		if strings.HasPrefix(name, "leadmock_") && ours[name] == "" {
			t.Errorf("got %s, want only metrics that this test lists", name)
		}
	}
}
