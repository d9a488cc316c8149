package contract_test

import (
	"slices"
	"strings"
)

// Correct servers with other ids, or another spelling of ids.

// versionSeven shows and accepts ids of version 7.
func versionSeven() change {
	rewrite := func(text, from, to string) string { return strings.ReplaceAll(text, from, to) }
	return func(next server) server {
		known := map[string]string{} // the mock's ids by the shown ones
		return func(c call) answer {
			for shown, id := range known {
				c.path, c.body = rewrite(c.path, shown, id), []byte(rewrite(string(c.body), shown, id))
			}
			got := next(c)
			found := got.object()
			for _, lead := range append(leadsOf(found), found) {
				if id := text(lead, "lead_uuid"); len(id) == 36 && got.ok() && !slices.Contains(seeded, id) {
					shown := id[:14] + "7" + id[15:]
					known[shown] = id
					lead["lead_uuid"] = shown
				}
			}
			if found == nil {
				return got
			}
			return got.with(found)
		}
	}
}

// capitalIDs shows the ids of leads in upper case.
func capitalIDs() change {
	return func(next server) server {
		return func(c call) answer {
			c.path = strings.Replace(c.path, c.id, strings.ToLower(c.id), 1)
			if sent := c.object(); sent["lead_uuid"] != nil {
				sent["lead_uuid"] = strings.ToLower(text(sent, "lead_uuid"))
				c = c.with(sent)
			}
			got := next(c)
			found := got.object()
			if found == nil {
				return got
			}
			for _, lead := range append(leadsOf(found), found) {
				if lead["lead_uuid"] != nil {
					lead["lead_uuid"] = strings.ToUpper(text(lead, "lead_uuid"))
				}
			}
			return got.with(found)
		}
	}
}
