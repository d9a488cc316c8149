package contract

import (
	"fmt"
	"maps"
	"time"
)

const (
	firstPause = 20 * time.Millisecond // between two reads of data that has not settled
	maxPause   = 500 * time.Millisecond
)

// settled calls look until it finds nothing wrong. Findings count once reads have had time to show the last write. Every look after the
// first reads everything again, so no finding rests on a kept page.
func (p *probe) settled(look func()) {
	again, preparing := p.again, p.preparing
	defer func() { p.again, p.preparing = again, preparing }()
	p.preparing = false
	findings, more, exchanges, evidence := len(p.findings), p.moreFindings, len(p.exchanges), maps.Clone(p.evidence)
	waited := false
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
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
		if !p.kept { // otherwise the page was read earlier
			p.sleep(min(pause, max(left, 0)))
			waited = true
		}
	}
}

// glance calls look once, and returns the panic if findings have ended it.
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

// conclude accepts findings. While a rule is being prepared, findings mean that it could not be checked.
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

// noteLag records how long a read has lagged behind the last write.
func (p *probe) noteLag() {
	if behind := time.Since(p.written); behind < p.cfg.Settle+maxPause {
		p.lag = max(p.lag, behind)
	}
}

// sleep waits between two looks or until an interrupt.
func (p *probe) sleep(pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ctx.Done():
		p.skip("the run was interrupted")
	}
}
