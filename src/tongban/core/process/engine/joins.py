"""Gateways where branches meet again."""

from __future__ import annotations

from tongban.core.process.engine.leaving import go_on
from tongban.core.process.engine.step import Step
from tongban.core.process.engine.ways import ways_out
from tongban.core.process.kinds import Kind
from tongban.core.process.model import Activity
from tongban.core.process.state import Token


def wait_for_all(step: Step, token: Token, gateway: Activity, flow: str | None) -> None:
    """A parallel gateway goes on with one token of each incoming flow."""
    step.rest(token.at(gateway.id, flow))
    first = _first_by_flow(step, gateway, token.parent)
    if all(incoming in first for incoming in gateway.incoming):
        _merge(step, [first[incoming] for incoming in gateway.incoming] or [step.tokens[token.number]], gateway)


def wait_for_some(step: Step, token: Token, gateway: Activity, flow: str | None) -> None:
    """An inclusive gateway with one incoming flow goes on; another one waits until nothing else moves."""
    step.rest(token.at(gateway.id, flow))
    if len(gateway.incoming) < 2:
        _merge(step, [step.tokens[token.number]], gateway)


def open_inclusive(step: Step) -> bool:
    """Let the first inclusive gateway go on for which nothing more can come (BPMN 2.0.2, 13.4.3)."""
    for token in sorted(step.tokens.values(), key=lambda token: token.number):
        gateway = step.process.activities[token.activity]
        if gateway.kind is Kind.INCLUSIVE and token.flow is not None and not _more_may_come(step, gateway, token):
            first = _first_by_flow(step, gateway, token.parent)
            _merge(step, list(first.values()), gateway)
            return True
    return False


def _more_may_come(step: Step, gateway: Activity, token: Token) -> bool:
    """Whether some other token of the scope can reach an incoming flow that is empty, without passing the gateway,
    and none that is not."""
    full = {other.flow for other in step.children(token.parent) if other.activity == gateway.id}
    for other in step.children(token.parent):
        if other.activity == gateway.id:
            continue
        reachable = {flow for flow in gateway.incoming if other.activity in step.process.upstream(gateway.id, flow)}
        if reachable and reachable.isdisjoint(full):
            return True
    return False


def _first_by_flow(step: Step, gateway: Activity, parent: int) -> dict[str, Token]:
    waiting = [t for t in step.children(parent) if t.activity == gateway.id and t.flow is not None]
    return {token.flow: token for token in sorted(waiting, key=lambda t: -t.number) if token.flow}


def _merge(step: Step, tokens: list[Token], gateway: Activity) -> None:
    """One token goes on for those that came: the one with the lowest number."""
    first = min(tokens, key=lambda token: token.number)
    for token in tokens:
        if token is not first:
            del step.tokens[token.number]
    go_on(step, first, gateway, ways_out(step, gateway, first.number))
