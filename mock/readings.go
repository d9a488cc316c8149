package mock

import (
	"net/http"
	"slices"

	"github.com/leadapi/leadapi/mock/internal/leadcsv"
	"github.com/leadapi/leadapi/mock/internal/store"
	"github.com/leadapi/leadapi/openapi"
)

// readings are openapi.Readings in the form that the code uses. A field that is false is the first reading, the assumption
// itself; the name of a field says what is different otherwise.
type readings struct {
	created, accepted int // A01: the statuses of a create and of an upload
	refused           int // A02: the status of a refused body or form
	notFound          int // A03

	forbidden         bool // A04
	otherMethodNone   bool // A05
	endsAsDecoder     bool // A07
	anyContentType    bool // A08
	furtherStored     bool // A09
	furtherRefused    bool // A09
	firstCounts       bool // A10
	repeatedRefused   bool // A10
	listNamed         bool // A11
	listInvalid       bool // A11
	errorsReversed    bool // A12
	samePhoneRefused  bool // A13
	samePhoneConflict bool // A13
	headNone          bool // A15
	badNumberAbsent   bool // A16
	capped, zeroIsAll bool // A17
	lastParameter     bool // A18
	emptyFilter       bool // A19
	unknownNotFound   bool // A20
	pastEndNotFound   bool // A21
	parameterRefused  bool // A22
	anyCase           bool // A23: both of the alternatives
	idRefused         bool // A23
	otherIDRefused    bool // A24
	leadFirst         bool // A25
	emptyPhoneKept    bool // A26
	zeroTimeStored    bool // A27
	unsentEmptied     bool // A28
	unchangedStays    bool // A29
	rowsReversed      bool // A33
	fileRefused       bool // A35
	fileFirst         bool // A37
	queryDropped      bool // A44
	wholeFile         bool // A49
	totalOfAll        bool // A51
	totalOfPage       bool // A51
	nullData          bool // A52
	localPhone        bool // A54
	limited           bool // A56
	converted         bool // A61
	emptied           bool // C11

	match store.Match     // A14
	order store.Order     // A65
	csv   leadcsv.Choices // A30 to A32, A34, A36, A66
}

// assumed are the first readings, which further specs always have: the assumptions are about the lead API.
var assumed = readingsOf(nil)

func readingsOf(chosen openapi.Readings) *readings {
	is := func(id string, names ...string) bool { return slices.Contains(names, chosen[id]) }
	status := func(other bool, otherwise, usual int) int {
		if other {
			return otherwise
		}
		return usual
	}
	return &readings{
		created:  status(is("A01", "created", "created-accepted"), http.StatusCreated, http.StatusOK),
		accepted: status(is("A01", "created-accepted"), http.StatusAccepted, http.StatusOK),
		refused:  status(is("A02", "unprocessable"), http.StatusUnprocessableEntity, http.StatusBadRequest),
		notFound: status(is("A03", "bad-request"), http.StatusBadRequest, http.StatusNotFound),

		forbidden:         is("A04", "forbidden"),
		otherMethodNone:   is("A05", "not-found"),
		endsAsDecoder:     is("A07", "decoder"),
		anyContentType:    is("A08", "read"),
		furtherStored:     is("A09", "stored"),
		furtherRefused:    is("A09", "refused"),
		firstCounts:       is("A10", "first"),
		repeatedRefused:   is("A10", "refused"),
		listNamed:         is("A11", "named"),
		listInvalid:       is("A11", "invalid"),
		errorsReversed:    is("A12", "reversed"),
		samePhoneRefused:  is("A13", "refused"),
		samePhoneConflict: is("A13", "conflict"),
		match:             map[string]store.Match{"prefix": store.Prefix, "suffix": store.Suffix, "contains": store.Contains}[chosen["A14"]],
		headNone:          is("A15", "not-found"),
		badNumberAbsent:   is("A16", "default"),
		capped:            is("A17", "capped", "capped-zero-is-all"),
		zeroIsAll:         is("A17", "zero-is-all", "capped-zero-is-all"),
		lastParameter:     is("A18", "last"),
		emptyFilter:       is("A19", "value"),
		unknownNotFound:   is("A20", "not-found"),
		pastEndNotFound:   is("A21", "not-found"),
		parameterRefused:  is("A22", "refused"),
		anyCase:           is("A23", "any-case", "parsed"),
		idRefused:         is("A23", "parsed"),
		otherIDRefused:    is("A24", "refused"),
		leadFirst:         is("A25", "lead-first"),
		emptyPhoneKept:    is("A26", "kept"),
		zeroTimeStored:    is("A27", "overwritten"),
		unsentEmptied:     is("A28", "emptied"),
		unchangedStays:    is("A29", "on-change"),
		rowsReversed:      is("A33", "reversed"),
		fileRefused:       is("A35", "refused"),
		fileFirst:         is("A37", "file-first"),
		queryDropped:      is("A44", "dropped"),
		wholeFile:         is("A49", "file"),
		totalOfAll:        is("A51", "unfiltered"),
		totalOfPage:       is("A51", "page"),
		nullData:          is("A52", "null-data"),
		localPhone:        is("A54", "local"),
		limited:           is("A56", "limited"),
		converted:         is("A61", "converted"),
		order:             map[string]store.Order{"oldest-first": store.OldestFirst, "updated-first": store.UpdatedFirst}[chosen["A65"]],
		emptied:           is("C11", "emptied"),
		csv: leadcsv.Choices{
			NoNetwork:   is("A30", "none"),
			AllNetworks: is("A30", "carriers"),
			DropFurther: is("A31", "dropped"),
			ByLength:    is("A32", "by-length"),
			ZeroDays:    is("A34", "zero"),
			OnlyCommas:  is("A36", "comma"),
			LeadingZero: is("A66", "leading-zero"),
		},
	}
}

// leadPhone is the field whose values several readings are about.
const leadPhone = "phone_number"
