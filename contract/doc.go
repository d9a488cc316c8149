// Package contract checks a live deployment of the lead API against the document in package openapi.
//
// It has two doors. Describe registers the rules as specs of anyone's Ginkgo suite; Run checks them from a plain test or
// a command. Both go through one engine, which makes a report.Result of a Rule: what a rule asserts is written once, in Gomega.
//
// A run against a deployment is safe for it. Without Config.ListUUID it only reads. With one it writes in that list alone,
// changes nothing but what it has created, sends numbers that no network can dial, and deletes all of it in the end.
package contract
