package mock

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"

	"github.com/leadapi/leadapi/mock/internal/store"
)

// newIDs starts a sequence of IDs that depends only on seed and purpose; without a seed it is random.
func newIDs(seed *int64, purpose string) *store.IDs {
	return store.NewIDs(newRandom(seed, purpose), seed != nil)
}

func newRandom(seed *int64, purpose string) *mathrand.ChaCha8 {
	var key [32]byte
	if seed == nil {
		_, _ = rand.Read(key[:]) // never fails, by its documentation
		return mathrand.NewChaCha8(key)
	}
	binary.LittleEndian.PutUint64(key[:], uint64(*seed))
	copy(key[8:], purpose)
	return mathrand.NewChaCha8(key)
}
