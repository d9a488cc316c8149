package contract

// refusedUploads holds uploads that must be refused, with one row each.
var refusedUploads = map[string]func(p *probe, f form) *reply{
	"no-list":           func(p *probe, f form) *reply { f.noList = true; return p.send(f.call()) },
	"no-file":           func(p *probe, f form) *reply { f.noFile = true; return p.send(f.call()) },
	"empty":             func(p *probe, f form) *reply { f.noList, f.noFile = true, true; return p.send(f.call()) },
	"empty-list":        func(p *probe, f form) *reply { f.list = ""; return p.send(f.call()) },
	"file-as-text":      func(p *probe, f form) *reply { f.asText = true; return p.send(f.call()) },
	"unknown-list":      func(p *probe, f form) *reply { f.list = p.madeUp(); return p.send(f.call()) },
	"no-token":          func(p *probe, f form) *reply { return p.as("", "uploadLeads", f.call()) },
	"other-credentials": func(p *probe, f form) *reply { return p.as(otherCredentials, "uploadLeads", f.call()) },
}

// refusedUpload returns such an upload, sent once for all rules that check it.
func (p *probe) refusedUpload(name string) made {
	p.own()
	return keyed(p, p.stock.refused, "upload "+name, func(p *probe) made {
		only := p.row("Khong vao", p.elevenDigits())
		sent := body{"lead_code": only.code, "phone_number": only.phone}
		return made{sent: sent, reply: refusedUploads[name](p, form{list: p.cfg.ListUUID, file: csvFile{rows: []row{only}}})}
	})
}

// nothingImported expects that a refused upload has created no lead.
func (p *probe) nothingImported(name string) { p.nothingStored(p.refusedUpload(name)) }
