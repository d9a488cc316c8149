package openapi

import (
	"net/http"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// statuses leaves out keys that are not numbers, such as default.
func statuses(replies *yaml.Node) []int {
	var all []int
	for status := range pairs(replies) {
		if number, err := strconv.Atoi(status.Value); err == nil {
			all = append(all, number)
		}
	}
	return all
}

// successStatus returns the first documented 2xx status, or 200 (A01).
func successStatus(statuses []int) int {
	status, _ := documentedSuccess(statuses)
	return status
}

func documentedSuccess(statuses []int) (status int, found bool) {
	for _, status := range statuses {
		if status >= 200 && status < 300 {
			return status, true
		}
	}
	return http.StatusOK, false
}
