import { BootstrapClosed, PeerDeployed } from "../generated/Factory/Factory";
import { Peer } from "../generated/schema";
import { loadProtocol } from "./helpers/load";
import { textOf } from "./helpers/numbers";

export function handlePeerDeployed(event: PeerDeployed): void {
  const peer = new Peer(textOf(event.params.name));
  peer.address = event.params.peer;
  peer.codeHash = event.params.codeHash;
  peer.deployedAt = event.block.timestamp;
  peer.save();
}

export function handleBootstrapClosed(event: BootstrapClosed): void {
  const protocol = loadProtocol();
  protocol.bootstrapClosedAt = event.params.closedAt;
  protocol.timeDivisor = event.params.timeDivisor;
  protocol.save();
}
