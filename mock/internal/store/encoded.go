package store

import "sync/atomic"

// encodings caches the JSON of records that are encoded again and again, such as those of the first page. A record never
// changes, and neither does one that it copies from, so an entry is valid as long as it is found. There are 256 slots of at
// most 4 KB.
type encodings [256]struct {
	last atomic.Pointer[Record] // the one that was encoded last, so that only a second time takes memory
	kept atomic.Pointer[encoded]
}

const maxEncoded = 4 << 10

type encoded struct {
	rec     *Record
	targets [maxCopies]*Record // the records that it copies from
	json    []byte
}

// find returns the JSON of a record, or nil.
func (c *encodings) find(rec *Record, targets *[maxCopies]*Record) []byte {
	if kept := c[rec.id[15]].kept.Load(); kept != nil && kept.rec == rec && kept.targets == *targets {
		return kept.json
	}
	return nil
}

// add stores the JSON of a record that was encoded before.
func (c *encodings) add(rec *Record, targets *[maxCopies]*Record, json []byte) {
	slot := &c[rec.id[15]]
	if slot.last.Load() != rec {
		slot.last.Store(rec)
	} else if len(json) <= maxEncoded {
		slot.kept.Store(&encoded{rec, *targets, append([]byte(nil), json...)})
	}
}
