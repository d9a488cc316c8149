package mock_test

import (
	"bytes"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/leadapi/leadapi/mock"
)

// BenchmarkWritersDuringImport uploads a million rows. It reports how long the slowest concurrent write took, and how many
// writes there were.
func BenchmarkWritersDuringImport(b *testing.B) {
	form, contentType := uploadOf(b, million)
	for b.Loop() {
		server, err := mock.New(mock.WithImportDelay(0))
		if err != nil {
			b.Fatal(err)
		}
		uploaded := make(chan struct{})
		go func() {
			defer close(uploaded)
			request := httptest.NewRequest("POST", "/v3/lead/file", bytes.NewReader(form))
			request.Header.Set("Authorization", "Bearer bench")
			request.Header.Set("Content-Type", contentType)
			server.ServeHTTP(httptest.NewRecorder(), request)
		}()
		var slowest time.Duration
		writes := 0
		pace := time.NewTicker(time.Millisecond)
		for done := false; !done; writes++ {
			select {
			case <-uploaded:
				done = true
			case <-pace.C:
			}
			start := time.Now()
			if _, err := server.Records("lead").Create([]byte(`{"list_uuid":"` + documentedList + `","phone_number":"0349719999"}`)); err != nil {
				b.Fatal(err)
			}
			slowest = max(slowest, time.Since(start))
		}
		pace.Stop()
		if n := server.Info().Records["lead"]; n != million+4+writes {
			b.Fatalf("got %d leads, want %d", n, million+4+writes)
		}
		b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-write-ms")
		b.ReportMetric(float64(writes), "writes")
	}
}
