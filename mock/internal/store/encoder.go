package store

import "sync"

// Encoder writes records of one resource as JSON, all fields in the order of the schema. It caches the last copied values,
// because the leads of a page mostly share their list. It is valid until the state changes.
type Encoder struct {
	st      *State
	res     *Resource
	ref     string
	targets [maxCopies]*Record // the records that the last one copies from
	copied  []string           // by field; of copied fields only
	filled  bool               // whether copied is of targets
	stamp   []byte             // the time that was written last
	at      int64              // the time in stamp
}

// Encoder returns an encoder for the records of a resource.
func (st *State) Encoder(res *Resource) *Encoder {
	e := encoders.Get().(*Encoder)
	e.st, e.res = st, res
	if cap(e.copied) < len(res.fields) {
		e.copied = make([]string, len(res.fields))
	}
	e.copied = e.copied[:len(res.fields)]
	return e
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// Release recycles the encoder, which must not be used afterwards.
func (e *Encoder) Release() {
	clear(e.copied)
	*e = Encoder{copied: e.copied, stamp: e.stamp, at: e.at}
	encoders.Put(e)
}

// Append appends one record to out.
func (e *Encoder) Append(out []byte, rec *Record) []byte {
	e.find(rec)
	if e.res.chained {
		return e.encode(out, rec)
	}
	if known := e.res.encodings.find(rec, &e.targets); known != nil {
		return append(out, known...)
	}
	start := len(out)
	out = e.encode(out, rec)
	e.res.encodings.add(rec, &e.targets, out[start:])
	return out
}

// encode copies runs of defaults from the template, and writes between them the stored fields and those that have no
// default.
func (e *Encoder) encode(out []byte, rec *Record) []byte {
	if !e.filled {
		e.fill()
	}
	const none = maxFields
	special, data := e.res.special, rec.data
	stored, value := none, ""
	if data != "" {
		stored, value, data = next(data)
	}
	out = append(out, '{')
	run := 0
	for len(special) > 0 || stored != none {
		if len(special) == 0 || stored < special[0] {
			out = e.res.appendUpTo(out, run, stored)
			run = stored + 1
			out = append(out, e.res.written(rec, value)...)
			if stored = none; data != "" {
				stored, value, data = next(data)
			}
			continue
		}
		out = e.res.appendUpTo(out, run, special[0])
		out = e.appendSpecial(out, rec, special[0])
		run, special = special[0]+1, special[1:]
	}
	out = append(out, e.res.template[e.res.offsets[run]:]...)
	return append(out, '}')
}

// appendUpTo appends the defaults of fields from to before, and the name of before.
func (res *Resource) appendUpTo(out []byte, from, before int) []byte {
	return append(out, res.template[res.offsets[from]:res.offsets[before]+len(res.fields[before].prefix)]...)
}

func (e *Encoder) appendSpecial(out []byte, rec *Record, index int) []byte {
	switch e.res.fields[index].kind {
	case idField:
		out = append(out, '"')
		out = rec.id.Append(out)
		return append(out, '"')
	case createdField:
		return e.appendStamp(out, rec.created)
	case updatedField:
		return e.appendStamp(out, rec.updated)
	case copiedField:
		return append(out, e.copied[index]...)
	}
	return append(out, e.res.stored(rec, index)...)
}

// appendStamp appends a time. Most records were never changed, so both of their times are the same.
func (e *Encoder) appendStamp(out []byte, micros int64) []byte {
	if len(e.stamp) == 0 || e.at != micros {
		e.at, e.stamp = micros, appendStamp(e.stamp[:0], micros)
	}
	return append(out, e.stamp...)
}

// find looks up the records that a record copies from, unless they are those of the last record.
func (e *Encoder) find(rec *Record) {
	if len(e.res.copies) == 1 && rec.ref != "" && e.ref == rec.ref {
		return
	}
	e.ref, e.filled = rec.ref, false
	for i, reference := range e.res.copies {
		e.targets[i] = e.st.Target(reference, e.res.stored(rec, reference.By))
	}
}

// fill reads the copied fields.
func (e *Encoder) fill() {
	e.filled = true
	for _, i := range e.res.special {
		if f := &e.res.fields[i]; f.kind == copiedField {
			e.copied[i] = e.st.copied(e.res, f, e.targets[f.copied])
		}
	}
}
