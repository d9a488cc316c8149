package contract

import (
	"fmt"
	"maps"
	"time"
)

const (
	firstPause   = 20 * time.Millisecond // between two looks at what has not settled
	longestPause = 500 * time.Millisecond
)

// settled looks until nothing is wrong. What is still wrong when reads have had the time to show the last write counts. The
// second look and those after it read everything again, so that no finding rests on a page that was kept.
func (p *probe) settled(look func()) {
	again, preparing := p.again, p.preparing
	defer func() { p.again, p.preparing = again, preparing }()
	p.preparing = false
	findings, more, exchanges, evidence := len(p.findings), p.moreFindings, len(p.exchanges), maps.Clone(p.evidence)
	waited := false
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		p.kept = false
		ended := p.glance(look)
		if len(p.findings) == findings && p.moreFindings == more && ended == nil {
			if waited {
				p.noteLag()
			}
			return
		}
		left := time.Until(p.written.Add(p.cfg.Settle))
		if left <= 0 && p.again {
			p.conclude(preparing, findings, ended)
			return
		}
		p.again, p.moreFindings = true, more
		p.findings, p.exchanges, p.replies = p.findings[:findings], p.exchanges[:exchanges], p.replies[:exchanges]
		p.evidence = maps.Clone(evidence)
		if !p.kept { // else it was a page from before
			p.sleep(min(pause, max(left, 0)))
			waited = true
		}
	}
}

// glance looks once, and returns how the look ended if the findings have ended it.
func (p *probe) glance(look func()) (ended any) {
	defer func() {
		if ended = recover(); ended == nil {
			return
		}
		if _, isBroken := ended.(broken); !isBroken {
			panic(ended)
		}
	}()
	look()
	return nil
}

// conclude lets findings count. While a rule is prepared they say that it could not be checked.
func (p *probe) conclude(preparing bool, from int, ended any) {
	if preparing {
		wrong := p.findings[from]
		p.findings = p.findings[:from]
		panic(unchecked{fmt.Sprintf("what it needs could not be prepared: %s: expected %s, got %s", wrong.What, wrong.Expected, wrong.Got)})
	}
	if ended != nil {
		panic(ended)
	}
}

// noteLag remembers how late a read has shown the last write.
func (p *probe) noteLag() {
	if behind := time.Since(p.written); behind < p.cfg.Settle+longestPause {
		p.lag = max(p.lag, behind)
	}
}

// sleep waits between two looks. An interrupt ends it.
func (p *probe) sleep(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ctx.Done():
		p.skip("the run was interrupted")
	}
}
