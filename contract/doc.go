// Package contract checks a live deployment of the lead API against the document in package openapi.
package contract

import (
	_ "github.com/onsi/ginkgo/v2"
	_ "github.com/onsi/gomega"
)
