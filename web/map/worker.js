// MapLibre's worker as a file of ours: the policy of the pages allows no blob.
import "maplibre-gl/dist/maplibre-gl-worker.mjs";
