package contract_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// world is a deployment in memory whose ids lie and which other clients use at the same time. It records each write that
// the suite sends to a lead that the suite has not created.
type world struct {
	rng    *rand.Rand
	quirks map[string]bool
	leads  []*worldLead // newest last
	freed  []string     // ids of deleted leads
	next   int
	looked string // the id in the previous request, if that was a get

	requests int
	writes   int
	foreign  []string
}

type worldLead struct {
	id, joined string // joined is the id of another row, which a serializer may show instead
	ours       bool
	fields     map[string]string
}

const (
	worldList  = "c4869e79-f0fa-4c6a-9410-bc0defac375a"
	worldOther = "00000000-1111-4222-8333-444444444444"
)

// worldQuirks holds what a world may do wrong. Each world does some of these.
var worldQuirks = []string{
	"small-numbers", "reuses-ids", "create-joined", "list-joined", "get-joined", "list-swapped", "create-capitals", "list-capitals",
	"ignores-case", "id-in-two-lists", "others-delete-ours", "takes-the-last", "loses-deletes",
}

func newWorld(seed uint64) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, 1)), quirks: map[string]bool{}}
	for _, quirk := range worldQuirks {
		w.quirks[quirk] = w.chance(0.25)
	}
	for i := range 8 {
		w.add(false, map[string]string{"list_uuid": worldList, "lead_code": "KH" + strconv.Itoa(i), "lead_name": "Khách", "phone_number": fmt.Sprintf("0349%06d", w.rng.IntN(1e6))})
	}
	return w
}

func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// newID returns an id. It uses freed ids first if the world reuses them.
func (w *world) newID() string {
	if n := len(w.freed); n > 0 && w.quirks["reuses-ids"] {
		id := w.freed[n-1]
		w.freed = w.freed[:n-1]
		return id
	}
	w.next++
	if w.quirks["small-numbers"] {
		return "a" + strconv.Itoa(w.next)
	}
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", w.rng.Uint32(), w.next)
}

func (w *world) add(ours bool, fields map[string]string) *worldLead {
	lead := &worldLead{id: w.newID(), ours: ours, fields: fields}
	lead.joined = lead.id
	if len(w.leads) > 0 {
		lead.joined = w.leads[w.rng.IntN(len(w.leads))].id
	}
	w.leads = append(w.leads, lead)
	if ours && w.quirks["id-in-two-lists"] && w.chance(0.2) {
		w.leads = append(w.leads, &worldLead{id: lead.id, joined: lead.id, fields: map[string]string{"list_uuid": worldOther, "lead_code": "DP", "phone_number": "0987654321"}})
	}
	return lead
}

// find returns the lead with an id, the first or the last if there are two.
func (w *world) find(id string) *worldLead {
	var found []*worldLead
	for _, lead := range w.leads {
		if lead.id == id || w.quirks["ignores-case"] && strings.EqualFold(lead.id, id) {
			found = append(found, lead)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if w.quirks["takes-the-last"] {
		return found[len(found)-1]
	}
	return found[0]
}

func (w *world) remove(lead *worldLead) {
	w.leads = slices.DeleteFunc(w.leads, func(l *worldLead) bool { return l == lead })
	w.freed = append(w.freed, lead.id)
}

// others does what other clients do between two requests of the suite.
func (w *world) others() {
	switch {
	case w.chance(0.5):
	case w.chance(0.6) || len(w.leads) == 0:
		w.add(false, map[string]string{"list_uuid": worldList, "lead_code": "KH", "lead_name": "Khách", "phone_number": fmt.Sprintf("0987%06d", w.rng.IntN(1e6))})
	default:
		lead := w.leads[w.rng.IntN(len(w.leads))]
		if !lead.ours || w.quirks["others-delete-ours"] && w.chance(0.2) {
			w.remove(lead)
		}
	}
}

// RoundTrip answers a request of the suite. Changes between a get and the following write cannot be ruled out from outside,
// so the other clients pause there.
func (w *world) RoundTrip(request *http.Request) (*http.Response, error) {
	w.requests++
	id, isLead := strings.CutPrefix(request.URL.Path, "/v3/lead/")
	reads := request.Method == http.MethodGet || request.Method == http.MethodHead
	writes := isLead && id != "file" && !reads
	if !writes || w.looked != id {
		w.others()
	}
	w.looked = ""
	if isLead && reads {
		w.looked = id
	}
	var body []byte
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body)
	}
	status, reply := w.answer(request, id, isLead, body)
	encoded, err := json.Marshal(reply)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(encoded)), Request: request}, nil
}

func (w *world) answer(request *http.Request, id string, isLead bool, body []byte) (int, any) {
	switch {
	case isLead && id == "file" && request.Method == http.MethodPost:
		return w.upload(request, body)
	case isLead:
		return w.one(request.Method, id, body)
	case request.Method == http.MethodPost:
		var fields map[string]string
		if json.Unmarshal(body, &fields) != nil || fields["phone_number"] == "" || fields["list_uuid"] != worldList {
			return 400, map[string]any{"error": "no"}
		}
		lead := w.add(true, fields)
		return 200, map[string]any{"created": true, "lead_uuid": w.spell("create", lead)}
	}
	return 200, w.list(request)
}

// spell returns the id that a reply shows for a lead.
func (w *world) spell(reply string, lead *worldLead) string {
	id := lead.id
	if w.quirks[reply+"-joined"] && w.chance(0.5) {
		id = lead.joined
	}
	if w.quirks[reply+"-capitals"] {
		id = strings.ToUpper(id)
	}
	return id
}

func (w *world) one(method, id string, body []byte) (int, any) {
	lead := w.find(id)
	if lead == nil {
		return 404, map[string]any{"error": "Not Found"}
	}
	if method == http.MethodGet || method == http.MethodHead {
		return 200, w.show("get", lead)
	}
	w.writes++
	if !lead.ours {
		w.foreign = append(w.foreign, fmt.Sprintf("request %d: %s %s, whose code is %s", w.requests, method, id, lead.fields["lead_code"]))
	}
	if method == http.MethodDelete {
		if !w.quirks["loses-deletes"] || w.chance(0.7) {
			w.remove(lead)
		}
		return 200, map[string]any{"lead_uuid": id}
	}
	var fields map[string]string
	if json.Unmarshal(body, &fields) != nil || fields["phone_number"] == "" {
		return 400, map[string]any{"error": "no"}
	}
	for name, value := range fields {
		lead.fields[name] = value
	}
	return 200, map[string]any{"lead_uuid": id}
}

func (w *world) show(reply string, lead *worldLead) map[string]any {
	shown := map[string]any{"campaign_uuid": "7bbe986b-8a6e-404c-840b-781102b5aa07", "created_at": time.Now().Format(time.RFC3339Nano)}
	for name, value := range lead.fields {
		shown[name] = value
	}
	shown["lead_uuid"] = w.spell(reply, lead)
	return shown
}

func (w *world) list(request *http.Request) any {
	query := request.URL.Query()
	var found []map[string]any
	for _, lead := range slices.Backward(w.leads) {
		if (query.Get("list_uuid") == "" || lead.fields["list_uuid"] == query.Get("list_uuid")) &&
			(query.Get("phone_number") == "" || lead.fields["phone_number"] == query.Get("phone_number")) {
			found = append(found, w.show("list", lead))
		}
	}
	if w.quirks["list-swapped"] && len(found) > 1 && w.chance(0.3) {
		i, j := w.rng.IntN(len(found)), w.rng.IntN(len(found))
		found[i]["lead_uuid"], found[j]["lead_uuid"] = found[j]["lead_uuid"], found[i]["lead_uuid"]
	}
	limit, offset := 10, 0
	if n, err := strconv.Atoi(query.Get("limit")); err == nil {
		limit = n
	}
	if n, err := strconv.Atoi(query.Get("offset")); err == nil {
		offset = n
	}
	page := found[min(offset, len(found)):min(offset+limit, len(found))]
	return map[string]any{"data": page, "limit": limit, "offset": offset, "total": len(found)}
}

func (w *world) upload(request *http.Request, body []byte) (int, any) {
	_, parameters, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil {
		return 400, map[string]any{"error": "no form"}
	}
	form, err := multipart.NewReader(bytes.NewReader(body), parameters["boundary"]).ReadForm(1 << 20)
	if err != nil || len(form.Value["list_uuid"]) == 0 || len(form.File["file"]) == 0 {
		return 400, map[string]any{"error": "list_uuid is missing"}
	}
	file, err := form.File["file"][0].Open()
	if err != nil {
		return 500, map[string]any{"error": err.Error()}
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) == 0 {
		return 200, map[string]any{"msg": "file upload is processing"}
	}
	for _, row := range rows[1:] {
		fields := map[string]string{"list_uuid": worldList}
		for i, name := range rows[0] {
			fields[name] = row[i]
		}
		w.add(true, fields)
	}
	return 200, map[string]any{"msg": "file upload is processing"}
}
