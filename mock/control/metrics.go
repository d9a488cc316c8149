package control

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/leadapi/leadapi/mock"
)

var (
	requestsTotal = prometheus.NewDesc("leadmock_requests_total", "Requests, by operation and status; 0 is a reset connection.", []string{"operation", "status"}, nil)
	secondsTotal  = prometheus.NewDesc("leadmock_request_seconds_total", "Time until the reply was on its way, added up.", []string{"operation", "status"}, nil)
	sessionsNow   = prometheus.NewDesc("leadmock_sessions", "Sessions, the default one included.", nil, nil)
	recordsNow    = prometheus.NewDesc("leadmock_records", "Records of all sessions, by resource.", []string{"resource"}, nil)
	jobsNow       = prometheus.NewDesc("leadmock_jobs", "Imports of all sessions, by state.", []string{"state"}, nil)
)

// getMetrics counts anew at each call, so that a request pays for none of it.
func getMetrics(c *call) (answer, *problem) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(counted{c.server}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP(c.writer, c.request)
	return answer{}, nil
}

// counted is a prometheus.Collector of what a mock counts.
type counted struct{ server *mock.Server }

func (m counted) Describe(descs chan<- *prometheus.Desc) {
	for _, one := range []*prometheus.Desc{requestsTotal, secondsTotal, sessionsNow, recordsNow, jobsNow} {
		descs <- one
	}
}

func (m counted) Collect(metrics chan<- prometheus.Metric) {
	for _, one := range m.server.Tallies() {
		status := strconv.Itoa(one.Status)
		metrics <- prometheus.MustNewConstMetric(requestsTotal, prometheus.CounterValue, float64(one.Requests), one.Operation, status)
		metrics <- prometheus.MustNewConstMetric(secondsTotal, prometheus.CounterValue, one.Duration.Seconds(), one.Operation, status)
	}
	records, jobs := map[string]int{}, map[string]int{}
	sessions := m.server.Sessions()
	for _, one := range sessions {
		for resource, n := range one.Info().Records {
			records[resource] += n
		}
		for _, job := range one.Jobs() {
			jobs[job.State]++
		}
	}
	metrics <- prometheus.MustNewConstMetric(sessionsNow, prometheus.GaugeValue, float64(len(sessions)))
	for resource, n := range records {
		metrics <- prometheus.MustNewConstMetric(recordsNow, prometheus.GaugeValue, float64(n), resource)
	}
	for state, n := range jobs {
		metrics <- prometheus.MustNewConstMetric(jobsNow, prometheus.GaugeValue, float64(n), state)
	}
}
