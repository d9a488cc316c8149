package control

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/metrics"
	"strconv"

	process "github.com/VictoriaMetrics/metrics"
)

// writeProcess writes the metrics of the process under the names of Prometheus' own client, and those of the library.
func writeProcess(out io.Writer) {
	process.WriteProcessMetrics(out)
	process.WriteFDMetrics(out)
	samples := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}, {Name: "/sched/gomaxprocs:threads"}}
	metrics.Read(samples)
	for i, name := range []string{"go_gc_gogc_percent", "go_gc_gomemlimit_bytes", "go_sched_gomaxprocs_threads"} {
		process.WriteGaugeUint64(out, name, samples[i].Value.Uint64())
	}
	if limits, err := os.ReadFile("/proc/self/limits"); err == nil { // Linux
		process.WriteGaugeFloat64(out, "process_virtual_memory_max_bytes", addressSpace(limits))
	}
	if devices, err := os.ReadFile("/proc/self/net/dev"); err == nil {
		received, transmitted := traffic(devices)
		process.WriteCounterUint64(out, "process_network_receive_bytes_total", received)
		process.WriteCounterUint64(out, "process_network_transmit_bytes_total", transmitted)
	}
}

// addressSpace reads the limit from /proc/self/limits.
func addressSpace(limits []byte) float64 {
	_, rest, _ := bytes.Cut(limits, []byte("Max address space"))
	var limit string
	_, _ = fmt.Sscan(string(rest), &limit)
	bytes, err := strconv.ParseUint(limit, 10, 64)
	if err != nil { // unlimited
		return math.MaxUint64
	}
	return float64(bytes)
}

// traffic adds up the devices of /proc/self/net/dev.
func traffic(devices []byte) (received, transmitted uint64) {
	for line := range bytes.Lines(devices) {
		_, numbers, found := bytes.Cut(line, []byte(":"))
		fields := bytes.Fields(numbers)
		if !found || len(fields) < 9 {
			continue
		}
		in, _ := strconv.ParseUint(string(fields[0]), 10, 64)
		out, _ := strconv.ParseUint(string(fields[8]), 10, 64)
		received, transmitted = received+in, transmitted+out
	}
	return received, transmitted
}
