package mock

// textRing holds the last megabyte of texts in one slice, so that the request log costs the garbage collector nothing.
type textRing struct {
	data []byte // grows up to maxTexts; then new texts overwrite the oldest
	end  int64  // bytes added so far
}

// stretch is the position of a text, counted from the first byte that was ever added.
type stretch struct {
	start  int64
	length int
}

const smallestRing = 4 << 10

// add adds a text of at most maxText bytes.
func (r *textRing) add(text []byte) stretch {
	at := stretch{r.end, len(text)}
	for int(r.end)+len(text) > len(r.data) && len(r.data) < maxTexts {
		grown := make([]byte, min(max(2*len(r.data), smallestRing), maxTexts))
		copy(grown, r.data) // nothing wraps around before it is full-grown
		r.data = grown
	}
	if len(text) == 0 {
		return at
	}
	from := int(r.end % int64(len(r.data)))
	n := copy(r.data[from:], text)
	copy(r.data, text[n:])
	r.end += int64(len(text))
	return at
}

// get returns a text; empty if newer ones have overwritten it.
func (r *textRing) get(at stretch) string {
	if at.length == 0 || at.start < r.end-int64(len(r.data)) {
		return ""
	}
	from := int(at.start % int64(len(r.data)))
	to := min(from+at.length, len(r.data))
	return string(r.data[from:to]) + string(r.data[:at.length-(to-from)])
}
