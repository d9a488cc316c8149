package openapi

import (
	"net/http"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// statuses leaves out what is no number, such as default.
func statuses(replies *yaml.Node) []int {
	var all []int
	for status := range pairs(replies) {
		if number, err := strconv.Atoi(status.Value); err == nil {
			all = append(all, number)
		}
	}
	return all
}

// successStatus is the first documented status of 2xx, or 200 (A01).
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
