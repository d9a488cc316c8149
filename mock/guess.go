package mock

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"

	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/store"
)

// synonyms are other APIs' words for the vendor's names.
var synonyms = map[string][]string{
	"offset":       {"page", "skip", "start", "from", "cursor", "pageindex", "pagenumber", "pageno"},
	"limit":        {"size", "count", "top", "max", "take", "perpage", "pagesize", "pagelimit", "rows"},
	"phone_number": {"mobile", "tel", "telephone", "msisdn", "sdt", "cellphone", "phoneno"},
	"code":         {"status", "response", "httpstatus"}, // in the header Prefer
}

// didYouMean returns the end of a note about an unknown name: the nearest known name, or all of them.
func didYouMean(name string, known []string) string {
	if near := nearName(name, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; there are " + strings.Join(known, ", ")
}

// nearName returns the known name that is most like another; empty if none is near.
func nearName(name string, known []string) string {
	letters := lettersOf(shorten(name))
	if column := leadcsv.NearColumn(name); slices.Contains(known, column) {
		return column
	}
	if letters == "" {
		return ""
	}
	for _, name := range known {
		if lettersOf(name) == letters {
			return name
		}
	}
	if parts := strings.TrimSuffix(letters, "s"); len(parts) > 4 && !strings.HasSuffix(letters, "us") {
		letters = parts // list_ids is list_id, but status is no plural
	}
	best, least, changes := "", 0, 0
	for _, name := range known {
		wanted := lettersOf(name)
		changed := levenshtein.ComputeDistance(letters, wanted)
		distance := changed
		switch {
		case slices.Contains(synonyms[name], letters), distance == 0:
			return name
		case len(letters) > 2 && (strings.Contains(wanted, letters) || strings.Contains(letters, wanted)):
			distance = 1
		case distance > max(1, len(wanted)/3):
			continue
		}
		if best == "" || distance < least || distance == least && changed < changes {
			best, least, changes = name, distance, changed
		}
	}
	return best
}

// lettersOf returns a name without case and separators: phoneNumber, phone-number and PHONE_NUMBER are the same.
func lettersOf(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// placeholders are what programs write for a missing value.
var placeholders = []string{"undefined", "null", "None", "nil", "NaN", "[object Object]"}

// placeholder matches a template's variable that was not replaced: {{id}}, {id}, :id, <id>, $id, %s.
var placeholder = regexp.MustCompile(`^([:$<{\[].*[A-Za-z].*|%[A-Za-z])$`)

func isPlaceholder(text string) bool {
	return text != "" && strings.IndexByte(":$<{[%", text[0]) >= 0 && placeholder.MatchString(text) // each request has a token to check
}

// oddities returns what is odd about an ID, in words that follow "which".
func oddities(value string) (odd []string) {
	add := func(is bool, text string) {
		if is {
			odd = append(odd, text)
		}
	}
	trimmed := strings.TrimFunc(value, unicode.IsSpace)
	add(strings.ContainsAny(value, "\r\n"), "has a line end")
	add(len(strings.Trim(value, "\r\n")) != len(strings.Trim(strings.TrimSpace(value), "\r\n")), "has a space around it")
	add(strings.ContainsFunc(trimmed, unicode.IsSpace), "has a space inside")
	add(strings.ContainsFunc(value, invisible), "has an invisible character")
	add(strings.ContainsAny(value, "\"'`“”‘’"), "has quotes")
	add(slices.Contains(placeholders, trimmed), "is not a value")
	bare := bareID(value)
	add(isPlaceholder(trimmed) && bare == "", "is a placeholder")
	if bare == "" {
		return odd
	}
	add(strings.ContainsAny(value, "{}()") || strings.Contains(strings.ToLower(value), "urn:uuid:"), "is more than the bare uuid")
	add(strings.ContainsFunc(value, unicode.IsUpper), "has capitals")
	add(strings.Count(value, "-") == 0, "has no hyphens")
	return odd
}

// invisible reports whether a character is one of those that come with text copied from documents and chats.
func invisible(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || r == '\u200b' || unicode.Is(unicode.Cf, r)
}

// otherWritings returns the forms of a Vietnamese phone number that differ in the country code, the leading 0, and
// separators.
func otherWritings(number string) (others []string) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(digits, "00"), "84"), "0")
	for _, text := range []string{digits, "0" + bare, "84" + bare, "+84" + bare, bare} {
		if text != number && bare != "" && !slices.Contains(others, text) {
			others = append(others, text)
		}
	}
	return others
}

// bareID returns the uuid in a text with capitals, quotes, braces or spaces; empty if there is none.
func bareID(value string) string {
	text := strings.TrimPrefix(strings.ToLower(value), "urn:uuid:")
	text = strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.TrimPrefix(text, "urn:uuid:"))
	if len(text) == 32 && !strings.Contains(text, "-") {
		text = text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
	}
	if _, valid := store.ParseUUID(text); !valid {
		return ""
	}
	return text
}

func quoted(text string) string { return strconv.Quote(text) }

func sortedNames[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
