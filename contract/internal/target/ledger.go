package target

import (
	"slices"
	"strings"
	"time"
)

// maxLeads bounds the leads that a run accepts as its own. A server that shows more with the run's mark is wrong.
const maxLeads = 1000

// ledger records what a run has left on the server, in the order of creation.
type ledger struct {
	leads     []*made
	byID      map[string]*made // by the id in lower case
	unsettled []intent         // creates whose outcome no reply has shown
	refused   []intent         // creates answered with an error; they created nothing if the server is right
	uploads   []*upload
	tooMany   bool
}

// made is a lead of the run.
type made struct {
	id            string
	codes, phones []string  // everything that was sent to it, in order
	created       bool      // a reply to a create has named this id; otherwise a read has shown it
	gone          bool      // the server has said that it does not exist
	deleted       bool      // the server has said that this client deleted it
	why           string    // why it was not deleted
	at            time.Time // when the create was answered
}

// upload is a file that was sent. The deployment decides when its rows become leads.
type upload struct {
	name  string // of the file
	at    time.Time
	rows  intent          // a code and a number for every row with a number
	seen  map[string]bool // numbers that a read has shown
	first time.Time       // when the first of them was seen
	last  time.Time       // when the last of them was seen
}

// created records the reply to a create (nil if there was none) and returns the id in it.
func (l *ledger) created(i intent, got *Reply) string {
	if got != nil {
		if id, _ := got.Object()["lead_uuid"].(string); id != "" {
			l.add(&made{id: id, codes: i.Codes, phones: i.Phones, created: true, at: time.Now()})
			return id
		}
	}
	if got != nil && got.Refused() {
		l.refused = append(l.refused, i)
	} else {
		l.unsettled = append(l.unsettled, i)
	}
	return ""
}

// imported records an upload that the server has not refused. Its leads are known once a read has shown them.
func (l *ledger) imported(name string, i intent, got *Reply, at time.Time) {
	if got != nil && got.Refused() {
		l.refused = append(l.refused, i)
		return
	}
	l.uploads = append(l.uploads, &upload{name: name, at: at, rows: i, seen: map[string]bool{}})
}

// changed records what an update has sent to a lead.
func (l *ledger) changed(id string, i intent) {
	if lead := l.lead(id); lead != nil {
		lead.codes, lead.phones = append(lead.codes, i.Codes...), append(lead.phones, i.Phones...)
	}
}

func (l *ledger) deleted(id string) {
	if lead := l.lead(id); lead != nil {
		lead.gone, lead.deleted = true, true
	}
}

// saw records the leads of the run that a read has shown. A deleted lead that is shown again is not gone.
func (l *ledger) saw(o *ownership, leads []Lead) {
	for _, shown := range leads {
		id := shown.Text("lead_uuid")
		if o.madeUp[id] || !o.shows(shown) {
			continue
		}
		l.sawRow(shown.Text("phone_number"))
		if known := l.lead(id); known != nil {
			known.gone = false
			continue
		}
		l.add(&made{id: id, codes: o.codesAnywhere(shown), phones: []string{shown.Text("phone_number")}})
	}
}

// sawRow records that a row of an upload has become a lead.
func (l *ledger) sawRow(phone string) {
	for _, upload := range l.uploads {
		for _, sent := range upload.rows.Phones {
			if !samePhone(sent, phone) || upload.seen[sent] {
				continue
			}
			if len(upload.seen) == 0 {
				upload.first = time.Now()
			}
			upload.seen[sent], upload.last = true, time.Now()
		}
	}
}

func (l *ledger) add(m *made) {
	if l.byID == nil {
		l.byID = map[string]*made{}
	}
	key := strings.ToLower(m.id)
	if known := l.byID[key]; known != nil {
		if m.created { // the server answers a second create with the same lead, or reuses an id
			known.codes, known.phones = append(known.codes, m.codes...), append(known.phones, m.phones...)
			known.gone, known.deleted, known.created, known.at = false, false, true, m.at
		}
		return
	}
	if len(l.leads) == maxLeads {
		l.tooMany = true
		return
	}
	l.byID[key] = m
	l.leads = append(l.leads, m)
}

func (l *ledger) lead(id string) *made { return l.byID[strings.ToLower(id)] }

// left returns the leads that still exist, newest first.
func (l *ledger) left() []*made {
	var left []*made
	for _, m := range slices.Backward(l.leads) {
		if !m.gone {
			left = append(left, m)
		}
	}
	return left
}

func last(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}
