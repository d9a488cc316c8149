package target

import "slices"

// ledger is what a run has left on the server, in the order in which it was made.
type ledger struct {
	leads     []*made
	unsettled []intent // may have created leads whose ids the server has not said
	refused   []intent // were answered with an error, and have created nothing if that is true
}

// made is a lead of the run.
type made struct {
	id          string
	code, phone string
	gone        bool // the server has said that it is not there
	deleted     bool // and that this client has deleted it
}

// created enters the reply to a create, nil after a transport error, and returns the id that it names.
func (l *ledger) created(i intent, got *Reply) string {
	if got != nil {
		if id, _ := got.Object()["lead_uuid"].(string); id != "" {
			l.add(&made{id: id, code: first(i.Codes), phone: first(i.Phones)})
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

// imported enters an upload: its leads are known once a listing has shown them.
func (l *ledger) imported(i intent) { l.unsettled = append(l.unsettled, i) }

func (l *ledger) deleted(id string) {
	if lead := l.lead(id); lead != nil {
		lead.gone, lead.deleted = true, true
	}
}

// saw enters the leads of the run that a read has shown. One that was deleted and is shown again is not gone.
func (l *ledger) saw(g *guard, leads []Lead) {
	for _, shown := range leads {
		id := shown.Text("lead_uuid")
		if g.madeUp[id] || !g.isOurs(shown) {
			continue
		}
		if known := l.lead(id); known != nil {
			known.gone = false
			continue
		}
		l.add(&made{id: id, code: shown.Text("lead_code"), phone: shown.Text("phone_number")})
	}
}

func (l *ledger) add(m *made) {
	if l.lead(m.id) == nil {
		l.leads = append(l.leads, m)
	}
}

func (l *ledger) lead(id string) *made {
	at := slices.IndexFunc(l.leads, func(m *made) bool { return m.id == id })
	if at < 0 {
		return nil
	}
	return l.leads[at]
}

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
