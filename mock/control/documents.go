package control

import (
	"net/http"
	"strings"

	"github.com/leadapi/leadapi/openapi"
)

func listOperations(c *call) (answer, *callError) {
	return ok(map[string]any{"operations": c.server.Operations()})
}

type document struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Path  string `json:"path"`
}

// documents returns the specs that the mock plays, then the control API's own.
func documents(c *call) ([]*openapi.Document, error) {
	control, err := openapi.Control()
	if err != nil {
		return nil, err
	}
	return append(append([]*openapi.Document{}, c.server.Specs()...), control), nil
}

func listDocuments(c *call) (answer, *callError) {
	all, err := documents(c)
	if err != nil {
		return refuse(http.StatusInternalServerError, "%v", err)
	}
	shown := []document{}
	for _, d := range all {
		shown = append(shown, document{d.Name, d.API.Info.Title, "/__mock/documents/" + d.Name})
	}
	return ok(map[string]any{"documents": shown})
}

// getDocument returns a document without the mock's extensions, as YAML or JSON.
func getDocument(c *call) (answer, *callError) {
	all, err := documents(c)
	if err != nil {
		return refuse(http.StatusInternalServerError, "%v", err)
	}
	var names []string
	wanted := c.path["name"]
	for _, document := range all {
		names = append(names, document.Name)
		base := strings.TrimSuffix(document.Name, extension(document.Name))
		if wanted != document.Name && wanted != base+".json" && wanted != base+".yaml" {
			continue
		}
		public, err := document.Public()
		if err != nil {
			return refuse(http.StatusInternalServerError, "%v", err)
		}
		data, kind, err := encode(public, extension(wanted))
		if err != nil {
			return refuse(http.StatusInternalServerError, "%v", err)
		}
		c.writer.Header().Set("Content-Type", kind)
		_, _ = c.writer.Write(data)
		return answer{}, nil
	}
	return refuse(http.StatusNotFound, "there is no document %s (%s, each also as .json)", quote(wanted), strings.Join(names, ", "))
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}

func encode(doc *openapi.Document, extension string) (data []byte, kind string, err error) {
	if extension == ".json" {
		data, err = doc.JSON()
		return data, "application/json", err
	}
	data, err = doc.YAML()
	return data, "application/yaml", err
}

func listAssumptions(*call) (answer, *callError) {
	assumptions, err := openapi.Assumptions()
	if err != nil {
		return refuse(http.StatusInternalServerError, "%v", err)
	}
	contradictions, err := openapi.Contradictions()
	if err != nil {
		return refuse(http.StatusInternalServerError, "%v", err)
	}
	return ok(map[string]any{"assumptions": assumptions, "contradictions": contradictions})
}
