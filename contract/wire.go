package contract

import "github.com/leadapi/leadapi/contract/internal/target"

// What the rules send and receive.
type (
	call  = target.Call
	reply = target.Reply
	lead  = target.Lead
)
