package mock_test

import (
	"bytes"
	"net/http"
	"runtime"
	"testing"

	"github.com/leadapi/leadapi/mock"
)

const million = 1_000_000

// BenchmarkMemory reports the live heap per lead, indexes included.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		before := liveHeap()
		made, err := mock.New(mock.WithLeads(million))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(liveHeap()-before)/million, "heap-B/lead")
		runtime.KeepAlive(made)
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// BenchmarkImport uploads files of 100,000 rows and reports the rows per second until they are listed.
func BenchmarkImport(b *testing.B) {
	const rows = 100_000
	form, contentType := uploadOf(b, rows)
	served := mock.RunT(b, mock.WithImportDelay(0))
	for b.Loop() {
		request, err := http.NewRequest(http.MethodPost, served.URL+"/v3/lead/file", bytes.NewReader(form))
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer bench")
		request.Header.Set("Content-Type", contentType)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		served.WaitForImports()
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
