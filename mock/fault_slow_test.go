package mock

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// flushes counts the pieces that were sent.
type flushes struct {
	*httptest.ResponseRecorder
	pieces []string
}

func (f *flushes) Flush() {
	f.pieces = append(f.pieces, f.Body.String())
	f.Body.Reset()
}

func TestSlowWriter(t *testing.T) {
	to := &flushes{ResponseRecorder: httptest.NewRecorder()}
	slow := &slowWriter{to: to, request: httptest.NewRequest("GET", "/", nil), pause: time.Nanosecond}
	whole := strings.Repeat("0123456789", 10) + "rest"
	if n, err := slow.Write([]byte(whole)); n != len(whole) || err != nil {
		t.Errorf("got %d %v, want %d", n, err, len(whole))
	}
	if len(to.pieces) != slowPieces || strings.Join(to.pieces, "") != whole {
		t.Errorf("got %q, want %d that make up the body", to.pieces, slowPieces)
	}
	if _, err := slow.Write([]byte("more")); err != nil || len(to.pieces) != slowPieces+1 {
		t.Errorf("a later write of a long page: got %d pieces, %v, want 1", len(to.pieces)-slowPieces, err)
	}
}

func TestSlowWriterEndsWithItsClient(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	to := &flushes{ResponseRecorder: httptest.NewRecorder()}
	slow := &slowWriter{to: to, request: httptest.NewRequest("GET", "/", nil).WithContext(ctx), pause: time.Hour}
	if n, err := slow.Write([]byte("x")); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %d %v, want 0 and context.Canceled", n, err)
	}
}

// The ring returns each text until newer texts have taken its place.
func TestTextRing(t *testing.T) {
	var ring textRing
	type kept struct {
		at   stretch
		text string
	}
	var all []kept
	for i := range 400 {
		text := strings.Repeat(string(rune('a'+i%26)), 1+i*131%maxText)
		all = append(all, kept{ring.add([]byte(text)), text})
	}
	there := 0
	for _, text := range all {
		switch got := ring.get(text.at); got {
		case text.text:
			there += len(got)
		case "":
		default:
			t.Fatalf("got %d bytes beginning with %.5q, want %d beginning with %.5q", len(got), got, len(text.text), text.text)
		}
	}
	if last := all[len(all)-1]; ring.get(last.at) != last.text || there < maxTexts-maxText || there > maxTexts || len(ring.data) != maxTexts {
		t.Errorf("got %d bytes, in %d, want the last of %d", there, len(ring.data), maxTexts)
	}
	if ring.get(ring.add(nil)) != "" {
		t.Error("nothing is something: got a text for an empty one, want none")
	}
}

// A delay of a range is random within it, both ends included.
func TestDelayRange(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddFault(Fault{Delay: Delay{Min: 5, Max: 7}}); err != nil {
		t.Fatal(err)
	}
	seen := map[time.Duration]int{}
	for range 300 {
		seen[s.faults.use("getLead", &asked{}, false).Delay.Min]++
	}
	if len(seen) != 3 || seen[5] == 0 || seen[6] == 0 || seen[7] == 0 {
		t.Errorf("want delays of 5, 6 and 7 ns, got %v", seen)
	}
}

// Deleting one fault leaves the others in effect.
func TestDeleteOneOfTwoFaults(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if added, err := s.AddFault(Fault{ID: 7, Used: 7, Status: 500}); err != nil || added.ID != i+1 || added.Used != 0 {
			t.Fatalf("got %+v, %v, want ID %d and Used 0", added, err, i+1)
		}
	}
	if s.DeleteFault(1); s.faults.use("getLead", &asked{}, false) == nil {
		t.Error("after the first fault was deleted: got no fault, want the second")
	}
	if s.DeleteFault(2); s.faults.use("getLead", &asked{}, false) != nil {
		t.Error("after both faults were deleted: got a fault, want none")
	}
}
