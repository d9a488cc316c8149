package quickcheck_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// values are JSON texts at the edges of what schemas allow.
var values = []string{
	`"` + list + `"`, `"` + lead + `"`, `"0349719999"`, `"8434971999"`, `"03497191211"`, `""`, `"a"`, `"ab"`, `"abc"`, `"abcd"`, `"đ"`, `"ầầ"`, `"bc"`, `"z"`,
	`"\u0061b"`, `"\ud800"`, `"\ud83d\ude00"`, `"<&>"`, "\"\u2028\"", "\"\x7f\"", `"\n\t\\\/\""`, `null`, `true`, `false`, `0`, `-0`, `7`, `10`, `-5`, `-6`, `1.0`, `1.5`, `0.5`, `-1.25`,
	`1e2`, `1E400`, `123456789012345678`, `12345678901234567890`, `[]`, `["x"]`, `["x","y","z"]`, `["",1]`, `["a","b","c","d"]`, `{}`, `{"x":1}`, `{"x":1,"y":""}`, `{"x":1,"x":2}`, `{"x":1.0}`, `{"y":"a"}`,
	`{"z":1,"x":1}`, `{"a":{"b":[1,2,{"c":null}]}}`, strings.Repeat("[", 70) + strings.Repeat("]", 70),
}

// randomBody returns an object with most of the fields, mostly with valid values, and sometimes with a damaged byte.
func randomBody(random *rand.Rand, fields []string) []byte {
	var members []string
	for _, field := range fields {
		if random.IntN(8) > 0 {
			members = append(members, fmt.Sprintf("%q:%s", field, randomValue(random, field)))
		}
	}
	if random.IntN(4) > 0 {
		members = append(members, `"other":`+pick(random, values))
	}
	if random.IntN(10) == 0 {
		members = append(members, fmt.Sprintf("%q:%s", pick(random, fields), pick(random, values)))
	}
	if random.IntN(2) == 0 {
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	separator := pick(random, []string{",", " , ", ",\n"})
	body := []byte("{" + strings.Join(members, separator) + pick(random, []string{"}", "}", "}\n", " }"}))
	if random.IntN(6) == 0 {
		at := random.IntN(len(body))
		switch random.IntN(3) {
		case 0:
			body[at] = byte(random.IntN(256))
		case 1:
			body = append(body[:at], body[at+1:]...)
		default:
			body = append(body[:at], append([]byte(pick(random, []string{"{", "}", ",", `"`, `\`, "0", " ", "e", "\xe1"})), body[at:]...)...)
		}
	}
	return body
}

func randomValue(random *rand.Rand, field string) string {
	if random.IntN(12) == 0 {
		return pick(random, values)
	}
	switch field {
	case "list_uuid", "id", "lead_uuid":
		return pick(random, values[:2])
	case "phone_number":
		return pick(random, values[2:4])
	case "identity_issued_on", "at":
		return randomTime(random)
	case "kind":
		return pick(random, []string{`"a"`, `"bc"`, `"đ"`})
	case "name":
		return pick(random, []string{`"ab"`, `"ầầ"`, `"abc"`})
	case "count", "more":
		return pick(random, []string{"1", "7", "5", "3"})
	case "share", "bound":
		return pick(random, []string{"0", "1.5", "12", "7"})
	case "yes":
		return pick(random, []string{"true", "false"})
	case "tags":
		return pick(random, []string{`["x"]`, `[ "x" , "y" ]`})
	case "in":
		return pick(random, []string{`{"x":1}`, `{ "y" : "" , "x" : 2 }`})
	}
	return pick(random, []string{`"a"`, `"Trần"`, `"\u00e2"`, `""`, `"b & c"`})
}

// randomTime returns a time near the limits of RFC 3339, sometimes beyond them.
func randomTime(random *rand.Rand) string {
	around := func(low, high int) int {
		if random.IntN(60) == 0 {
			return low - 1 + random.IntN(high-low+4)
		}
		return low + random.IntN(high-low+1)
	}
	fraction := pick(random, []string{"", "", ".1", ".123456", ".", ".1234567890123", ",5"})
	if random.IntN(4) > 0 {
		fraction = ""
	}
	zone := pick(random, []string{"Z", "Z", "+07:00", "-23:59", "+00:00"})
	if random.IntN(30) == 0 {
		zone = pick(random, []string{"", "z", "+24:00", "+25:00", "+07:60", "+0700", "+07"})
	}
	return fmt.Sprintf(`"%04d-%02d-%02d%s%02d:%02d:%02d%s%s"`, around(1, 2400), around(1, 12), around(1, 28+random.IntN(4)/3*3),
		pick(random, []string{"T", "T", "T", "T", "T", "T", "T", "T", "T", "T", "T", "T", "t", " "}), around(0, 23), around(0, 59), around(0, 59), fraction, zone)
}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }
