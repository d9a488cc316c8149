package target

import (
	"slices"
	"strings"
	"time"
)

// maxLeads bounds the leads that a run takes for its own. A server that shows more with the run's mark shows what cannot be.
const maxLeads = 1000

// ledger is what a run has left on the server, in the order in which it was made.
type ledger struct {
	leads     []*made
	byID      map[string]*made // by the id in small letters
	unsettled []intent         // creates that no reply has settled
	refused   []intent         // were answered with an error, and have created nothing if that is true
	uploads   []*upload
	tooMany   bool
}

// made is a lead of the run.
type made struct {
	id            string
	codes, phones []string  // all that was sent to it, the last one last
	created       bool      // by a create that has named this id; another has only been shown
	gone          bool      // the server has said that it is not there
	deleted       bool      // and that this client has deleted it
	why           string    // it was not deleted
	at            time.Time // when the create was answered
}

// upload is a file that was sent, whose rows become leads when the deployment likes.
type upload struct {
	name  string // of the file
	at    time.Time
	rows  intent          // a code and a number for each row that has a number
	seen  map[string]bool // numbers that a read has shown
	first time.Time       // when the first of them was
	last  time.Time       // when the last of them was
}

// created enters the reply to a create, nil without one, and returns the id that it names.
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

// imported enters an upload that the server has not refused: its leads are known once a read has shown them.
func (l *ledger) imported(name string, i intent, got *Reply, at time.Time) {
	if got != nil && got.Refused() {
		l.refused = append(l.refused, i)
		return
	}
	l.uploads = append(l.uploads, &upload{name: name, at: at, rows: i, seen: map[string]bool{}})
}

// changed enters what an update has sent to a lead.
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

// saw enters the leads of the run that a read has shown. One that was deleted and is shown again is not gone.
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

// sawRow notes that a row of an upload has become a lead.
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
		if m.created { // a server that answers a second create with the same lead, or gives an id out again
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

// left returns what is still there, the newest first.
func (l *ledger) left() []*made {
	var left []*made
	for _, m := range slices.Backward(l.leads) {
		if !m.gone {
			left = append(left, m)
		}
	}
	return left
}

func first(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

func last(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}
