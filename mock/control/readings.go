package control

import (
	"net/http"

	"github.com/leadapi/leadapi/mock"
	"github.com/leadapi/leadapi/openapi"
)

// readings is what a session plays where the documentation is silent.
type readings struct {
	Vary    *uint64  `json:"vary,omitempty"` // the seed that has chosen
	As      string   `json:"as"`             // as leadmock --as takes it
	Choices []choice `json:"choices"`
}

type choice struct {
	openapi.Choice
	Reading string `json:"reading"` // the name of the one that is played
}

func readingsOf(s *mock.Session) readings {
	played := s.Readings()
	told := readings{As: played.String(), Choices: []choice{}}
	if seed, varied := s.Seed(); varied {
		told.Vary = &seed
	}
	for _, c := range openapi.Choices() {
		told.Choices = append(told.Choices, choice{c, played.Of(c)})
	}
	return told
}

// readingsChange is one of the two, or none for what the session began with.
type readingsChange struct {
	Readings openapi.Readings `json:"readings,omitempty"`
	Vary     *uint64          `json:"vary,omitempty"`
}

func setReadings(c *call) (answer, *callError) {
	var wanted readingsChange
	if wrong := c.decode(&wanted); wrong != nil {
		return answer{}, wrong
	}
	switch {
	case wanted.Vary != nil && wanted.Readings != nil:
		return refuse(http.StatusBadRequest, "want readings or vary, not both")
	case wanted.Vary != nil:
		c.session.Vary(*wanted.Vary)
		return ok(readingsOf(c.session))
	}
	if err := c.session.SetReadings(wanted.Readings); err != nil {
		return refuse(http.StatusBadRequest, "%v", err)
	}
	return ok(readingsOf(c.session))
}
