package main

import (
	"bufio"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The benchmarks run leadmock as a separate process, as users do. They read its memory from /proc, so only on Linux.

// BenchmarkStart reports the time from the start of the process to the first reply, and the memory of an idle process.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		url, process, stop := runForBenchmark(b)
		get(b, url+"/v3/lead")
		b.StopTimer()
		b.ReportMetric(megabytes(process, "VmRSS"), "idle-MB")
		stop()
		b.StartTimer()
	}
}

// BenchmarkUpload reports the cost of an upload of 100 MB: rows per second until all are on listings, the peak memory, and the
// memory that the rows themselves need.
func BenchmarkUpload(b *testing.B) {
	const list = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	for b.Loop() {
		url, process, stop := runForBenchmark(b, "--import-delay", "0s")
		body, writer := io.Pipe()
		form := multipart.NewWriter(writer)
		rows := 0
		go func() {
			file, _ := form.CreateFormFile("file", "leads.csv") // a pipe does not fail
			sent, _ := fmt.Fprintln(file, "lead_name,lead_code,phone_number,contract_number,after_day")
			for out := bufio.NewWriterSize(file, 64<<10); sent < 100e6; rows++ {
				n, _ := fmt.Fprintf(out, "Nguyễn Văn %d,KH%d,03%08d,HD%d,%d\n", rows, rows, rows, rows, rows%7)
				if sent += n; sent >= 100e6 {
					_ = out.Flush()
				}
			}
			_ = form.WriteField("list_uuid", list)
			_ = form.Close()
			_ = writer.Close()
		}()
		start := time.Now()
		request, err := http.NewRequest(http.MethodPost, url+"/v3/lead/file", body)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Content-Type", form.FormDataContentType())
		send(b, request)
		for !strings.HasSuffix(get(b, url+"/v3/lead?limit=0"), fmt.Sprintf(`"total":%d}`, rows+2)) {
			time.Sleep(10 * time.Millisecond)
		}
		b.ReportMetric(float64(rows)/time.Since(start).Seconds(), "rows/s")
		b.ReportMetric(megabytes(process, "VmHWM"), "peak-MB")
		b.ReportMetric(megabytes(process, "VmRSS"), "after-MB")
		stop()
	}
}

func runForBenchmark(b *testing.B, flags ...string) (url string, process int, stop func()) {
	b.Helper()
	binary, err := exec.LookPath("leadmock")
	if err != nil {
		b.Fatal(err)
	}
	mock := exec.Command(binary, append([]string{"--port=0", "--log=off"}, flags...)...)
	stdout, err := mock.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := mock.Start(); err != nil {
		b.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimPrefix(strings.TrimSpace(line), "listening on "), mock.Process.Pid, func() {
		_ = mock.Process.Kill()
		_ = mock.Wait()
	}
}

func get(b *testing.B, url string) string {
	b.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		b.Fatal(err)
	}
	return send(b, request)
}

func send(b *testing.B, request *http.Request) string {
	b.Helper()
	request.Header.Set("Authorization", "Bearer bench")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("got %d %s %v, want %d", response.StatusCode, body, err, http.StatusOK)
	}
	return string(body)
}

// megabytes reads a figure of /proc, or returns 0 if there is none.
func megabytes(process int, name string) float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	found := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(string(found[1]), 64)
	return kilobytes / 1000
}
